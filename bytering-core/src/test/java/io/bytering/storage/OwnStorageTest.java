package io.bytering.storage;

import static io.bytering.RingAssertions.assertStillWorks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.Waiter;
import io.bytering.testing.Turns;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ring on memory of a storage that someone else has written. */
@Tag("overlays")
@Timeout(300)
class OwnStorageTest {
    private static final class Counted extends Memory {
        private final AtomicInteger closed = new AtomicInteger();

        Counted(ByteBuffer buffer) {
            super(buffer);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static ByteRing ring(int capacity, Memory memory) {
        return ByteRing.builder()
                .capacity(capacity)
                .storage((bytes, alignment) -> memory)
                .build();
    }

    @Test
    void storageIsAskedForWhatTheBuilderWasTold() {
        Storage storage = (capacity, alignment) -> {
            assertEquals(100, capacity);
            assertEquals(32, alignment);
            return Memory.of(ByteBuffer.allocate(capacity));
        };
        ByteRing.Builder builder =
                ByteRing.builder().capacity(100).alignment(32).storage(storage);
        assertEquals(100, builder.build().capacity());
        assertEquals(100, builder.build().capacity(), "a builder may build several rings");
    }

    @Test
    void largerMemoryIsUsedFromIndexZeroToTheCapacity() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        buffer.position(7).limit(9);
        ByteRing ring = ring(10, new Counted(buffer));
        assertEquals(10, ring.writer().writableBytes());
        assertStillWorks(ring);
        for (int i = 0; i < 20; i++) {
            assertEquals(i < 10, buffer.array()[i] != 0, "index " + i); // the last lap begins with byte 7
        }
        assertEquals(7, buffer.position());
        assertEquals(9, buffer.limit());
    }

    @Test
    void memoryThatIsTooSmallOrReadOnlyIsClosedAndRefused() {
        Counted small = new Counted(ByteBuffer.allocate(9));
        String message = assertThrowsExactly(IllegalStateException.class, () -> ring(10, small))
                .getMessage();
        assertTrue(message.contains("capacity=10") && message.contains("cap=9"), message);
        assertEquals(1, small.closed.get());
        Counted readOnly = new Counted(ByteBuffer.allocate(10).asReadOnlyBuffer());
        assertThrowsExactly(IllegalStateException.class, () -> ring(10, readOnly));
        assertEquals(1, readOnly.closed.get());
    }

    @Test
    void storageThatGivesNothingIsToldOf() {
        String message = assertThrowsExactly(IllegalStateException.class, () -> ring(10, null))
                .getMessage();
        assertTrue(message.contains("capacity=10") && message.contains("memory=null"), message);
        Counted empty = new Counted(null);
        assertThrowsExactly(IllegalStateException.class, () -> ring(10, empty));
        assertEquals(1, empty.closed.get());
    }

    @Test
    void memoryThatIsRefusedAndFailsToCloseIsToldOfAllTheSame() {
        IllegalArgumentException failure = new IllegalArgumentException("of the close");
        Memory small = new Memory(ByteBuffer.allocate(9)) {
            @Override
            public void close() {
                throw failure;
            }
        };
        IllegalStateException refusal = assertThrowsExactly(IllegalStateException.class, () -> ring(10, small));
        assertSame(failure, refusal.getSuppressed()[0]);
    }

    @Test
    void exceptionOfTheStoragePassesThrough() {
        OutOfMemoryError full = new OutOfMemoryError("no room");
        Storage storage = (capacity, alignment) -> {
            throw full;
        };
        ByteRing.Builder builder = ByteRing.builder().capacity(1).storage(storage);
        assertSame(full, assertThrowsExactly(OutOfMemoryError.class, builder::build));
    }

    @Test
    void memoryIsClosedOnceByTheLastClose() {
        for (boolean writerFirst : new boolean[] {true, false}) {
            Counted memory = new Counted(ByteBuffer.allocate(8));
            ByteRing ring = ring(8, memory);
            Runnable first = writerFirst ? ring.writer()::close : ring.reader()::close;
            first.run();
            first.run();
            assertEquals(0, memory.closed.get(), "the other half is open");
            ring.close();
            assertEquals(1, memory.closed.get());
            ring.close();
            ring.writer().close();
            ring.reader().close();
            assertEquals(1, memory.closed.get());
        }
    }

    @Test
    void memoryIsClosedOnceWhenBothHalvesCloseAtTheSameTime() throws Exception {
        int rounds = 500;
        Turns turns = Turns.of(rounds, 20_000);
        for (int done = 0; turns.goOn(done); done += rounds) {
            Counted[] memories = new Counted[rounds];
            ByteRing[] rings = new ByteRing[rounds];
            for (int i = 0; i < rounds; i++) {
                memories[i] = new Counted(ByteBuffer.allocate(8));
                rings[i] = ring(8, memories[i]);
            }
            AtomicInteger arrived = new AtomicInteger();
            TwoThreads.run(
                    () -> {
                        for (int i = 0; i < rounds; i++) {
                            awaitBoth(arrived, i);
                            hesitate(i % 31);
                            rings[i].writer().close();
                        }
                    },
                    () -> {
                        for (int i = 0; i < rounds; i++) {
                            awaitBoth(arrived, i);
                            hesitate(i % 37);
                            rings[i].reader().close();
                        }
                    });
            for (Counted memory : memories) {
                assertEquals(1, memory.closed.get());
            }
        }
    }

    /** A little: who arrives last would always be ahead. */
    private static void hesitate(int steps) {
        for (int i = 0; i < steps; i++) {
            Thread.onSpinWait();
        }
    }

    private static void awaitBoth(AtomicInteger arrived, int round) {
        arrived.incrementAndGet();
        TwoThreads.Pause pause = new TwoThreads.Pause();
        while (arrived.get() < 2 * (round + 1)) {
            pause.pause();
        }
    }

    @Test
    void waiterThatThrowsKeepsNeitherTheOtherWaiterNorTheMemory() throws IOException {
        Counted memory = new Counted(ByteBuffer.allocate(8));
        ByteRing ring = ring(8, memory);
        AtomicInteger woken = new AtomicInteger();
        Waiter broken = () -> {
            throw new IllegalStateException("broken waiter");
        };
        ring.writer().write(new byte[4], 0, 4);
        assertTrue(ring.reader().arm(broken, 8));
        assertTrue(ring.writer().arm(woken::incrementAndGet, 8));
        assertThrowsExactly(IllegalStateException.class, ring.writer()::close);
        assertEquals(1, woken.get());
        assertTrue(ring.writer().isClosed());
        assertEquals(0, memory.closed.get());
        ring.reader().close();
        assertEquals(1, memory.closed.get());
    }
}
