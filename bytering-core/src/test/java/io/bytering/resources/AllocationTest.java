package io.bytering.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import io.bytering.BroadcastRing;
import io.bytering.BroadcastRings;
import io.bytering.ByteRing;
import io.bytering.Overflow;
import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No call of the halves allocates anything, whatever memory the ring is on. */
@Tag("overlays")
@Timeout(300)
class AllocationTest {
    private static final int CAPACITY = 100;
    private static final int CALLS = 20_000;

    /** The first rounds load classes; what is allocated later comes back in each. */
    private static final int ROUNDS = 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @BeforeAll
    static void needsTheMeasurement() {
        assumeTrue(THREADS.isThreadAllocatedMemorySupported());
        THREADS.setThreadAllocatedMemoryEnabled(true);
    }

    /** Makes the ring to be measured. */
    interface Maker {
        ByteRing build();
    }

    private static Arguments ring(String name, Maker maker) {
        return arguments(named(name, maker));
    }

    static Stream<Arguments> rings() {
        ByteBuffer lent = ByteBuffer.allocateDirect(CAPACITY + 3).position(3);
        return Stream.of(
                ring("heap", sized().storage(Storage.heap())::build),
                ring("direct", sized().storage(Storage.direct())::build),
                ring("direct without signals", sized().signals(false)::build),
                ring("lent array", ByteRing.builder().over(new byte[CAPACITY])::build),
                ring("lent direct buffer", ByteRing.builder().over(lent)::build),
                ring(
                        "storage of one's own",
                        sized().storage((bytes, alignment) -> Memory.of(ByteBuffer.allocate(bytes)))::build),
                ring("broadcast", () -> BroadcastRings.withOneReader(Storage.direct(), CAPACITY, 0, true)),
                ring("broadcast to ten", AllocationTest::broadcastToTen),
                ring("overwriting", sized().overflow(Overflow.OVERWRITE_OLDEST)::build));
    }

    /** One reader is used; the others are lossy, and lapped all the time. */
    private static ByteRing broadcastToTen() {
        BroadcastRing ring =
                BroadcastRing.builder().capacity(CAPACITY).history(0).build();
        for (int i = 0; i < 9; i++) {
            ring.subscribeLossy();
        }
        return BroadcastRings.withOneReader(ring);
    }

    private static ByteRing.Builder sized() {
        return ByteRing.builder().capacity(CAPACITY);
    }

    @ParameterizedTest
    @MethodSource("rings")
    void noCallAllocates(Maker maker) throws IOException {
        try (ByteRing ring = maker.build()) {
            for (Map.Entry<String, RoundTrips.RoundTrip> call :
                    RoundTrips.of(ring).entrySet()) {
                long least = leastAllocated(call.getValue());
                assertEquals(0, least, () -> call.getKey() + ": bytes in " + CALLS + " calls");
            }
        }
    }

    private static long leastAllocated(RoundTrips.RoundTrip call) throws IOException {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** An object that lives for one call is seen, or the test would prove nothing. */
    @Test
    void measurementSeesTheSmallestObject() throws IOException {
        Object[] kept = new Object[16];
        int[] next = {0};
        assertTrue(leastAllocated(() -> kept[next[0]++ & 15] = new Object()) >= 8L * CALLS);
    }
}
