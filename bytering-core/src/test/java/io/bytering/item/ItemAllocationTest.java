package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Items cost no allocation, nor does it to look for tags where there are none. */
@org.junit.jupiter.api.Tag("overlays")
@Timeout(300)
class ItemAllocationTest {
    private static final int CALLS = 20_000;

    /** The first rounds load classes; what is allocated later comes back in each. */
    private static final int ROUNDS = 10;

    static Stream<Storage> storages() {
        return Stream.of(Storage.heap(), Storage.preferMirrored());
    }

    @ParameterizedTest
    @MethodSource("storages")
    void noItemAllocates(Storage storage) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported());
        List<Tag> none = List.of();
        try (ItemRing<FloatBuffer> ring =
                ItemRing.builder(ItemType.FLOAT).capacity(10).storage(storage).build()) {
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && least > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < CALLS; i++) {
                    roundTrip(ring, i, none);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, least, "bytes in " + CALLS + " round trips");
        }
    }

    private static void roundTrip(ItemRing<FloatBuffer> ring, int number, List<Tag> none) throws IOException {
        ring.writer().slice().put(number);
        ring.writer().produce(1);
        ring.writer().slice();
        ring.writer().produce(ring.writer().writableItems() > 1 ? 1 : 0, none);
        float got = 0;
        while (ring.reader().readableItems() > 0) {
            FloatBuffer slice = ring.reader().slice();
            got += slice.get();
            ring.reader().consume(slice.remaining() + 1 - ring.reader().tags().size());
        }
        if (got < 0) {
            throw new AssertionError(got);
        }
    }
}
