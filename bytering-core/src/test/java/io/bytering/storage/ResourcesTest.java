package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.testing.Effort;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Very many rings, used and closed, or used and dropped with somebody asleep on them, leave nothing behind: no memory, no
 * mapping, no descriptor, no thread. A hundred thousand of each kind in the profile {@code stress}.
 */
@Tag("overlays")
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@EnabledOnOs(OS.LINUX)
class ResourcesTest {
    private static final int RINGS = Effort.isStress() ? 100_000 : 500;
    private static final int CAPACITY = 8192;

    /** What all rings would use at once is far more than this, heap and all. */
    private static final long MOST_GROWN_KIB = RINGS * (CAPACITY / 1024L) / 2 + 16 * 1024;

    private static void use(Storage storage, boolean closed) throws Exception {
        ByteRing ring = ByteRing.builder().capacity(CAPACITY).storage(storage).build();
        leave(ring.writer(), ring.reader(), closed);
        BroadcastRing broadcast =
                BroadcastRing.builder().capacity(CAPACITY).storage(storage).build();
        leave(broadcast.writer(), broadcast.subscribe(), closed);
    }

    private static void leave(RingWriter writer, RingReader reader, boolean closed) throws Exception {
        assertEquals(3, writer.write(new byte[3], 0, 3));
        assertEquals(2, reader.skip(2));
        boolean[] woken = {false};
        assertTrue(reader.arm(() -> woken[0] = true, 5));
        if (closed) {
            writer.close();
            reader.close();
        }
        assertEquals(closed, woken[0]);
    }

    @ParameterizedTest
    @CsvSource({"heap, true", "heap, false", "direct, true", "direct, false", "mirrored, true", "mirrored, false"})
    void manyRingsLeaveNothingBehind(String kind, boolean closed) throws Exception {
        assumeTrue(!kind.equals("mirrored") || MirroredMemory.isSupported());
        Storage storage =
                kind.equals("heap") ? Storage.heap() : kind.equals("direct") ? Storage.direct() : Storage.mirrored();
        for (int i = 0; i < 100; i++) {
            use(storage, i % 2 == 0); // whatever is made once is made now
        }
        System.gc();
        int mapped = Mappings.mapped();
        int descriptors = Mappings.allDescriptors();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        useMany(storage, closed);
        awaitFreed(mapped, descriptors, threads, Long.MAX_VALUE);
        // What the allocator and the heap keep for the next ones they have now.
        long resident = MemoryUseTest.residentKib();
        useMany(storage, closed);
        awaitFreed(mapped, descriptors, threads, resident + MOST_GROWN_KIB);
    }

    private static void useMany(Storage storage, boolean closed) throws Exception {
        for (int i = 0; i < RINGS / 2; i++) { // of each of two kinds
            use(storage, closed);
        }
    }

    private static void awaitFreed(int mapped, int descriptors, int threads, long resident) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (Mappings.mapped() > mapped
                || Mappings.allDescriptors() > descriptors
                || MemoryUseTest.residentKib() > resident
                || ManagementFactory.getThreadMXBean().getThreadCount() > threads) {
            assertFalse(
                    System.nanoTime() - deadline > 0,
                    () -> "mappings, descriptors, KiB, threads may be " + mapped + ", " + descriptors + ", " + resident
                            + ", " + threads + "; still " + now());
            System.gc();
        }
    }

    private static String now() {
        try {
            return Mappings.mapped() + ", " + Mappings.allDescriptors() + ", " + MemoryUseTest.residentKib() + ", "
                    + ManagementFactory.getThreadMXBean().getThreadCount();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
