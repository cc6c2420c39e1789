package io.bytering;

import static io.bytering.RingAssertions.assertRefused;
import static io.bytering.RingAssertions.assertStillWorks;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.bytering.contract.RingContractTest;
import io.bytering.testing.Sleeper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Without signals: release-only publication, and nothing can be armed. */
class SilentRingTest extends RingContractTest {
    @Override
    public ByteRing ring(int capacity, long startPosition) {
        return ByteRing.builder()
                .capacity(capacity)
                .signals(false)
                .startPosition(startPosition)
                .build();
    }

    @Test
    void nothingCanBeArmed() throws IOException {
        ByteRing ring = ring(8);
        Sleeper sleeper = new Sleeper();
        assertFalse(ring.writer().signals() || ring.reader().signals());
        Class<IllegalStateException> type = IllegalStateException.class;
        assertRefused(ring, type, () -> ring.reader().arm(sleeper, 1), "signals(false)");
        assertRefused(ring, type, () -> ring.writer().arm(sleeper, 1), "signals(false)");
        assertRefused(ring, type, () -> ring.writer().armClaim(sleeper, 1), "signals(false)");
        assertFalse(ring.writer().disarm(sleeper) || ring.reader().disarm(sleeper));
        assertStillWorks(ring);
    }
}
