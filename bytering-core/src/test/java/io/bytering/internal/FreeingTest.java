package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory is freed elsewhere: neither who closes a ring nor who makes one stands behind the thread that frees. */
@Tag("overlays")
@Timeout(300)
class FreeingTest {
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger freed = new AtomicInteger();
    private final List<ByteBuffer> buffers = new ArrayList<>();

    /** Counts how often it is freed. */
    private class Counted extends Piece {
        private int busy;

        Counted(ByteBuffer buffer, long bytes, int busy) {
            super(buffer, bytes);
            this.busy = busy;
        }

        @Override
        boolean free() {
            if (busy > 0) {
                busy--;
                return false;
            }
            freed.incrementAndGet();
            return true;
        }
    }

    /** Holds up the thread that frees. */
    private final class Stuck extends Piece {
        Stuck(ByteBuffer buffer) {
            super(buffer, 0);
        }

        @Override
        boolean free() {
            stuck.countDown();
            while (true) {
                try {
                    gate.await();
                    return true;
                } catch (InterruptedException e) {
                    // it stays stuck
                }
            }
        }
    }

    private Piece piece(long bytes, int busy) {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        buffers.add(buffer);
        Piece piece = LiveMemory.take(bytes, true, counted -> new Counted(buffer, counted, busy));
        Freeing.watch(piece);
        return piece;
    }

    private void stop() throws InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        buffers.add(buffer);
        Stuck piece = new Stuck(buffer);
        Freeing.watch(piece);
        Freeing.close(piece);
        stuck.await();
    }

    @AfterEach
    void goOn() {
        gate.countDown();
    }

    private void awaitFreed(int pieces) {
        while (freed.get() < pieces) {
            Thread.onSpinWait();
        }
        assertEquals(pieces, freed.get());
    }

    @Test
    void closeReturnsWhileTheThreadIsHeldUp() throws Exception {
        stop();
        for (int i = 0; i < Freeing.MOST_PIECES / 2; i++) {
            Freeing.close(piece(1, 0));
        }
        assertEquals(0, freed.get());
        gate.countDown();
        awaitFreed(Freeing.MOST_PIECES / 2);
    }

    @Test
    void whoClosesTooManyFreesSome() throws Exception {
        stop();
        long before = Freeing.freedByOthers();
        int pieces = 2 * Freeing.MOST_PIECES;
        for (int i = 0; i < pieces; i++) {
            Freeing.close(piece(1, 0));
        }
        assertTrue(freed.get() >= pieces - Freeing.MOST_PIECES, freed + " of " + pieces);
        assertTrue(Freeing.freedByOthers() - before >= pieces - Freeing.MOST_PIECES);
        gate.countDown();
        awaitFreed(pieces);
    }

    @Test
    void whoClosesTooMuchFreesSome() throws Exception {
        stop();
        for (int i = 0; i < 10; i++) {
            Freeing.close(piece(Freeing.MOST_BYTES / 2, 0));
        }
        assertTrue(freed.get() >= 8, freed + " of 10");
        gate.countDown();
        awaitFreed(10);
    }

    @Test
    void pieceThatIsBusyIsTriedAgain() {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pieces.add(piece(1, i));
        }
        pieces.forEach(Freeing::close);
        awaitFreed(5);
    }

    @Test
    void pieceIsFreedOnceHoweverOftenItIsClosedAndForgottenBesides() {
        Piece closed = piece(1, 0);
        Freeing.close(closed);
        Freeing.close(closed);
        awaitFreed(1);
        Freeing.close(closed);
        piece(1, 0);
        buffers.clear();
        while (freed.get() < 2) {
            System.gc();
        }
        System.gc();
        assertEquals(2, freed.get());
    }

    @Test
    void whoMakesMuchDoesNotWaitForALookAtWhatIsForgotten() throws Exception {
        stop();
        long most = Runtime.getRuntime().maxMemory();
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pieces.add(piece(most, 0)); // the thread is asked to look, and can't
        }
        pieces.forEach(Freeing::close);
        Freeing.freeAll(); // before the look, which else would put up with as much from now on
        awaitFreed(20);
    }

    @Test
    void whoMakesMuchFreesWhatIsFoundForgotten() throws Exception {
        stop();
        long most = Runtime.getRuntime().maxMemory();
        Piece much = piece(2 * most, 0);
        for (int i = 0; i < 10; i++) {
            Freeing.close(piece(1, 0)); // as if it had been found
        }
        int made = 0;
        while (freed.get() < 10) { // what else is found meanwhile, of other tests, is freed by the makers too
            assertTrue(made++ < 10_000, freed + " freed by " + made + " makers");
            Freeing.close(piece(most, 0));
        }
        Freeing.close(much);
        Freeing.freeAll();
        awaitFreed(11 + made);
    }

    @Test
    void whatIsClosedIsFreedAtOnceIfTheSystemRefusesMore() throws Exception {
        stop();
        Freeing.close(piece(1, 0));
        OutOfMemoryError refused = new OutOfMemoryError("of the system");
        String given = LiveMemory.take(1, true, counted -> {
            if (freed.get() == 0) {
                throw refused;
            }
            LiveMemory.remove(counted);
            return "memory";
        });
        assertSame("memory", given);
    }

    @Test
    void ringsAreClosedWhileTheThreadIsHeldUp() throws Exception {
        stop();
        assertClosedAndFreedLater(Storage.direct());
        if (MirroredMemory.isSupported()) {
            assertClosedAndFreedLater(Storage.mirrored());
        }
    }

    private static void assertClosedAndFreedLater(Storage storage) throws Exception {
        ByteRing ring = ByteRing.builder().capacity(64).storage(storage).build();
        ByteBuffer free = ring.writer().slices()[0];
        ring.close();
        free.put(0, (byte) 5);
        assertEquals(5, free.get(0), "a close leaves the memory to the thread");
    }

    /** What the other JVM runs. */
    public static final class Ending {
        private Ending() {}

        public static void main(String[] args) {
            for (int i = 0; i < 2; i++) {
                AtomicInteger freed = new AtomicInteger();
                ByteBuffer buffer = ByteBuffer.allocate(1);
                Piece piece = new Piece(buffer, 0) {
                    @Override
                    boolean free() {
                        freed.incrementAndGet();
                        return true;
                    }
                };
                Freeing.watch(piece);
                System.out.print(isThere() + " ");
                Freeing.close(piece);
                while (isThere()) {
                    Thread.onSpinWait();
                }
                System.out.print(freed + " ");
            }
        }

        private static boolean isThere() {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals("bytering-memory"));
        }
    }

    @Test
    @Tag("slow") // it goes after five idle seconds
    void theThreadEndsWhenThereIsNothingLeftAndComesAgain() throws Exception {
        assertEquals("true 1 true 1 ", OtherJvm.outputOf(Ending.class, OtherJvm.CLASS_PATH));
        assertFalse(Thread.interrupted());
    }
}
