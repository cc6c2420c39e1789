package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.testing.Turns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Direct memory comes back: by the last close, and also if a ring is forgotten. */
@Tag("overlays")
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MemoryUseTest {
    /** Large enough that malloc gives back to the system what is freed, and keeps none of it. */
    private static final int CAPACITY = 40 << 20;

    /** More in all than the JVM of the tests may use at once. */
    private static final int RINGS = 13;

    private static final long ALL_KIB = (long) RINGS * CAPACITY / 1024;

    private static final Path STATUS = Path.of("/proc/self/status");

    /** KiB of this process in memory, where that can be asked. */
    static long residentKib() throws IOException {
        assumeTrue(Files.exists(STATUS), "not Linux");
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new AssertionError("no VmRSS in " + STATUS);
    }

    @Test
    @Tag("slow")
    void manyRingsMayBeMadeAndClosed() throws Exception {
        for (int i = 0; i < RINGS; i++) {
            try (ByteRing ring = ByteRing.ofCapacity(CAPACITY)) {
                assertEquals(1, ring.writer().write(new byte[1], 0, 1));
            }
        }
    }

    @Test
    void lastCloseGivesTheMemoryBackAMomentLater() throws Exception {
        assumeTrue(Platform.freesOnClose(), "freed by the garbage collector here");
        long before = residentKib();
        for (int i = 0; i < RINGS; i++) {
            ByteRing ring = ByteRing.ofCapacity(CAPACITY);
            ring.reader().close();
            ring.writer().close();
        }
        long grown = residentKib() - before;
        assertTrue(grown < ALL_KIB / 4, grown + " KiB are left of " + ALL_KIB);
    }

    /** Nobody asks for a garbage collection here, and most of the heap is free: too much memory of rings must cause it. */
    @Test
    void forgottenRingsDoNotPileUp() throws Exception {
        long before = residentKib();
        Turns turns = Turns.of(2 * RINGS, 3 * RINGS);
        int made = 0;
        for (; turns.goOn(made); made++) {
            ByteRing ring = ByteRing.ofCapacity(CAPACITY);
            assertEquals(1, ring.writer().write(new byte[1], 0, 1));
            if (made % 3 == 0) {
                ring.writer().close(); // the other half never is
            }
        }
        long grown = residentKib() - before;
        long all = made * (CAPACITY / 1024L);
        assertTrue(grown < all * 2 / 3, grown + " KiB are left of " + all);
    }

    @Test
    void garbageCollectorGivesTheMemoryOfForgottenRingsBack() throws Exception {
        long before = residentKib();
        for (int i = 0; i < RINGS; i++) {
            assertEquals(0, ByteRing.ofCapacity(CAPACITY).reader().skip(1));
            awaitGrownByLessThanHalf(before);
        }
    }

    /** It frees in its own time, on a thread of its own. */
    private static void awaitGrownByLessThanHalf(long before) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        for (long grown; (grown = residentKib() - before) > ALL_KIB / 2; System.gc()) {
            assertTrue(System.nanoTime() - deadline < 0, grown + " KiB are left of " + ALL_KIB);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ringMayBeClosedWhileAChannelIsBusyInItsMemory(boolean mirrored) throws Exception {
        assumeTrue(!mirrored || MirroredMemory.isSupported());
        ByteRing.Builder rings =
                ByteRing.builder().capacity(64).storage(mirrored ? Storage.mirrored() : Storage.direct());
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            for (int i = 0; i < 200; i++) {
                ByteRing ring = rings.build();
                FutureTask<Long> blocked = new FutureTask<>(() -> ring.writer().transferFrom(source));
                Thread thread = new Thread(blocked);
                thread.start();
                for (int spins = i * 50; spins > 0; spins--) {
                    Thread.onSpinWait(); // so that the close comes early and late
                }
                ring.close();
                assertEquals(1, sink.write(ByteBuffer.wrap(new byte[1])));
                Throwable thrown = assertThrows(Exception.class, blocked::get).getCause();
                assertTrue(thrown instanceof IllegalStateException, () -> "thrown: " + thrown);
                source.configureBlocking(false);
                source.read(ByteBuffer.allocate(1)); // if it was not read above
                source.configureBlocking(true);
            }
        }
    }
}
