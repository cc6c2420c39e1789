package io.bytering.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * Memory that comes back from one ring is scribbled over at once and is the next one's: a late read gets the scribble, and a late
 * write is found by it.
 */
public final class ScribblingPool implements Storage {
    private final class Piece {
        final ByteBuffer buffer;
        final byte[] scribble;
        boolean isOut;

        Piece(ByteBuffer buffer) {
            this.buffer = buffer;
            this.scribble = new byte[buffer.capacity()];
            random.nextBytes(scribble);
            scribble();
        }

        /** At once: somebody may just be reading. */
        void scribble() {
            buffer.duplicate().put(scribble);
        }

        void requireUntouched() {
            byte[] now = new byte[scribble.length];
            buffer.duplicate().get(now);
            assertArrayEquals(scribble, now, "memory that had been given back was written to");
        }
    }

    private final class Lease extends Memory {
        private final Piece piece;

        Lease(Piece piece) {
            super(piece.buffer.duplicate());
            this.piece = piece;
        }

        @Override
        public void close() {
            synchronized (ScribblingPool.this) {
                assertTrue(piece.isOut, "given back twice");
                piece.scribble();
                piece.isOut = false;
                out--;
                free.addFirst(piece);
            }
        }
    }

    private final Random random = new Random(1);
    private final Deque<Piece> free = new ArrayDeque<>();
    private final boolean direct;
    private final int capacity;
    private int out;

    /** Pieces of so many bytes. */
    public ScribblingPool(boolean direct, int capacity) {
        this.direct = direct;
        this.capacity = capacity;
    }

    @Override
    public synchronized Memory allocate(int capacity, int alignment) {
        assertEquals(this.capacity, capacity);
        Piece piece = free.pollFirst();
        if (piece == null) {
            piece = new Piece(direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity));
        }
        piece.requireUntouched();
        random.nextBytes(piece.scribble); // the next time
        piece.isOut = true;
        out++;
        return new Lease(piece);
    }

    /** Pieces that are in use now. */
    public synchronized int out() {
        return out;
    }

    /** Another ring, on the memory that came back last: it gets its own bytes, whatever late calls of an old one do. */
    public void useByAnother() {
        try (ByteRing ring = ByteRing.builder().capacity(capacity).storage(this).build()) {
            byte[] there = new byte[capacity];
            byte[] own = new byte[capacity];
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < capacity; k++) {
                    own[k] = (byte) ~(i + k);
                }
                assertEquals(capacity, ring.writer().write(own));
                Thread.yield();
                assertEquals(capacity, ring.reader().read(there));
                assertArrayEquals(own, there, "bytes of another ring");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All has come back, and nobody writes to it. */
    public synchronized void requireAllBack() {
        assertEquals(0, out, "pieces of memory that did not come back");
        free.forEach(Piece::requireUntouched);
    }
}
