package io.bytering;

import static io.bytering.RingAssertions.advance;
import static io.bytering.testing.TestBytes.content;
import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.bytering.contract.SignallingRingContractTest;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** On mirrored memory: the same contracts around the seam between the two mappings, and always one slice. */
@Tag("overlays")
@EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
class MirroredRingTest extends SignallingRingContractTest {
    @Override
    public ByteRing ring(int capacity, long startPosition) {
        return MirroredRings.beforeTheSeam(capacity, startPosition, 5);
    }

    @Test
    void everySliceIsWholeAtEveryIndex() throws IOException {
        int pages = ByteRing.builder()
                .capacity(1)
                .storage(Storage.mirrored())
                .build()
                .capacity();
        for (int before = 0; before <= 20; before++) {
            ByteRing ring = MirroredRings.beforeTheSeam(pages, 0, before);
            for (int i = 0; i < 40; i++) {
                advance(ring, 1);
                assertWhole(ring, i % 3 * (pages / 2));
            }
        }
    }

    private static void assertWhole(ByteRing ring, int written) throws IOException {
        int capacity = ring.capacity();
        ring.writer().write(of(0, written), 0, written);
        int room = capacity - written;
        ByteBuffer[] free = ring.writer().slices();
        assertEquals(room + "+0", free[0].remaining() + "+" + free[1].remaining());
        if (room > 0) {
            ByteBuffer slot = ring.writer().claim(room);
            assertNotNull(slot);
            slot.put(of(written, room));
            ring.writer().commit(room);
        }
        ByteBuffer[] waiting = ring.reader().slices();
        assertEquals(capacity + "+0", waiting[0].remaining() + "+" + waiting[1].remaining());
        assertArrayEquals(of(0, capacity), content(ring.reader().peek()));
        ring.reader().consume(capacity);
        assertFalse(ring.reader().peek().hasRemaining());
    }
}
