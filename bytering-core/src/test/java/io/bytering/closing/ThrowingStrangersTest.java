package io.bytering.closing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingAssertions;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.storage.Memory;
import io.bytering.testing.Effort;
import io.bytering.testing.Sleeper;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Waiters, actions and memory that throw: everything else is done all the same, and a second call finds nothing halfway. */
@Timeout(300)
class ThrowingStrangersTest {
    private static final class Stranger extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stranger(String name) {
            super(name);
        }
    }

    private final List<String> thrown = new ArrayList<>();
    private final AtomicInteger freed = new AtomicInteger();

    private Waiter throwing(String name) {
        return () -> {
            thrown.add(name);
            throw new Stranger(name);
        };
    }

    private Memory memory(int capacity, boolean throwsOnClose) {
        return new Memory(ByteBuffer.allocate(capacity)) {
            @Override
            public void close() {
                freed.incrementAndGet();
                if (throwsOnClose) {
                    thrown.add("memory");
                    throw new Stranger("memory");
                }
            }
        };
    }

    /** All that were thrown arrive: the first, and the others suppressed by it. */
    private void assertThrown(Executable call) {
        thrown.clear();
        Stranger first = assertThrowsExactly(Stranger.class, call);
        List<String> all = new ArrayList<>();
        collect(first, all);
        assertEquals(thrown, all);
        assertFalse(all.isEmpty());
    }

    private static void collect(Throwable failure, List<String> all) {
        all.add(failure.getMessage());
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, all);
        }
    }

    @Test
    void closingARingWithOneReaderDoesAllThereIsToDo() throws IOException {
        for (boolean memoryThrows : new boolean[] {false, true}) {
            for (int halves = 0; halves < 3; halves++) {
                freed.set(0);
                ByteRing ring = ByteRing.builder()
                        .capacity(8)
                        .storage((capacity, alignment) -> memory(capacity, memoryThrows))
                        .build();
                ring.writer().write(new byte[4]);
                ring.writer().onAbandoned(() -> throwing("action").wake());
                assertTrue(ring.reader().arm(throwing("reader"), 8));
                assertTrue(ring.writer().arm(throwing("writer"), 8));
                if (halves == 0) {
                    assertThrown(ring::close);
                } else if (halves == 1) {
                    assertThrown(ring.reader()::close);
                } else {
                    assertThrown(ring.writer()::close);
                }
                if (halves != 0 && memoryThrows) {
                    assertThrown(ring::close);
                } else if (halves == 2) {
                    assertThrown(ring::close); // the action
                }
                ring.close();
                assertTrue(ring.writer().isClosed() && ring.reader().isClosed());
                assertEquals(1, freed.get());
            }
        }
    }

    @Test
    void everyReaderLearnsOfTheEndThoughAnothersWaiterThrows() throws IOException {
        BroadcastRing ring = BroadcastRing.builder()
                .capacity(8)
                .storage((capacity, alignment) -> memory(capacity, false))
                .build();
        List<RingReader> readers = new ArrayList<>();
        Sleeper sleeper = new Sleeper();
        for (int i = 0; i < 5; i++) {
            RingReader reader = i % 2 == 0 ? ring.subscribe() : ring.subscribeLossy();
            readers.add(reader);
            assertTrue(reader.arm(i == 4 ? sleeper : throwing("reader " + i), 1));
        }
        assertThrown(ring.writer()::close);
        assertEquals(4, thrown.size());
        assertEquals(1, sleeper.woken);
        ring.writer().close();
        for (RingReader reader : readers) {
            assertTrue(reader.isEnded() && reader.isExhausted());
            assertEquals(0, freed.get());
            reader.close();
        }
        assertEquals(1, freed.get());
    }

    @Test
    void closingAllOfABroadcastClosesEveryHalf() throws IOException {
        BroadcastRing ring = BroadcastRing.builder()
                .capacity(8)
                .storage((capacity, alignment) -> memory(capacity, true))
                .build();
        RingReader first = ring.subscribe();
        RingReader second = ring.subscribe();
        ring.writer().write(new byte[8]);
        first.skip(8);
        assertTrue(first.arm(throwing("first"), 1));
        assertTrue(ring.writer().arm(throwing("writer"), 1));
        assertThrown(ring::close);
        assertEquals(3, thrown.size());
        assertTrue(ring.writer().isClosed() && first.isClosed() && second.isClosed());
        assertEquals(0, ring.readers());
        assertEquals(1, freed.get());
        ring.close();
    }

    @Test
    void aReaderLeavesThoughTheWriterItWakesThrows() throws IOException {
        BroadcastRing ring = BroadcastRing.ofCapacity(8);
        RingReader reader = ring.subscribe();
        ring.writer().write(new byte[8]);
        assertTrue(ring.writer().arm(throwing("writer"), 8));
        assertThrown(reader::close);
        assertEquals(0, ring.readers());
        assertEquals(8, ring.writer().writableBytes());
    }

    @Test
    void aPublicationWakesEveryoneThoughOneThrows() throws IOException {
        BroadcastRing ring = BroadcastRing.ofCapacity(8);
        for (int throwingOne = 0; throwingOne < 3; throwingOne++) {
            List<RingReader> readers = new ArrayList<>();
            Sleeper sleeper = new Sleeper();
            for (int i = 0; i < 3; i++) {
                RingReader reader = ring.subscribe();
                readers.add(reader);
                assertTrue(reader.arm(i == throwingOne ? throwing("one") : sleeper, 1));
            }
            long before = ring.writer().position();
            assertThrown(() -> ring.writer().write(new byte[1]));
            assertEquals(before + 1, ring.writer().position(), "the call has taken effect");
            assertEquals(2, sleeper.woken);
            for (RingReader reader : readers) {
                assertEquals(1, reader.readableBytes());
                reader.close();
            }
        }
    }

    @Test
    void aThrowFromTheOtherSidesWaiterLeavesBothHalvesAsTheyShouldBe() throws IOException {
        ByteRing ring = ByteRing.ofCapacity(8);
        assertTrue(ring.reader().arm(throwing("reader"), 3));
        assertThrown(() -> ring.writer().write(new byte[5]));
        assertEquals(5, ring.reader().readableBytes());
        assertTrue(ring.writer().arm(throwing("writer"), 8));
        assertThrown(() -> ring.reader().skip(5));
        RingAssertions.assertStillWorks(ring);
    }

    /** A reader that comes wakes a writer that has fallen asleep over its first guess; that needs a race. */
    @Test
    void aSubscriptionThatThrowsLeavesNoReaderBehind() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300L * Effort.FACTOR);
        while (System.nanoTime() - deadline < 0) {
            BroadcastRing ring = BroadcastRing.ofCapacity(8);
            AtomicBoolean done = new AtomicBoolean();
            TwoThreads.run(
                    () -> {
                        for (int i = 0; i < 50; i++) {
                            try {
                                ring.subscribe().close();
                            } catch (Stranger e) {
                                // by subscribe, or by the close: neither leaves a reader
                            }
                        }
                        done.set(true);
                    },
                    () -> {
                        Waiter throwing = () -> {
                            throw new Stranger("writer");
                        };
                        TwoThreads.Pause pause = new TwoThreads.Pause();
                        while (!done.get()) {
                            if (ring.writer().write(new byte[8]) < 8) {
                                try {
                                    ring.writer().arm(throwing, 8);
                                } catch (IllegalStateException armedAlready) {
                                    pause.pause();
                                }
                            }
                        }
                    });
            assertEquals(0, ring.readers());
            assertEquals(8, ring.writer().writableBytes());
        }
    }

    @Test
    void anActionForABroadcastThatNeverIsAbandonedIsRefused() {
        RingWriter writer = BroadcastRing.ofCapacity(8).writer();
        String message = assertThrowsExactly(IllegalStateException.class, () -> writer.onAbandoned(() -> {}))
                .getMessage();
        assertTrue(message.contains("never abandoned"), message);
    }

    @Test
    void aRingThatCannotBeMadeGivesItsMemoryBack() {
        assertThrowsExactly(
                IllegalArgumentException.class,
                () -> BroadcastRing.builder()
                        .capacity(8)
                        .history(8)
                        .storage((capacity, alignment) -> memory(capacity, false))
                        .build());
        assertEquals(1, freed.get());
    }

    @Test
    void aWaiterThatUsesTheWriterThatWakesItFindsNothingHalfway() throws IOException {
        BroadcastRing ring = BroadcastRing.ofCapacity(64);
        List<RingReader> readers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            readers.add(ring.subscribe());
        }
        AtomicInteger woken = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        for (RingReader reader : readers) {
            assertTrue(reader.arm(
                    () -> {
                        if (woken.incrementAndGet() <= 20) {
                            write(ring);
                            assertTrue(ring.subscribe().arm(late::incrementAndGet, 1));
                        }
                    },
                    1));
        }
        ring.writer().write(new byte[1]);
        assertEquals(21, ring.writer().position());
        ring.writer().write(new byte[1]);
        assertEquals("40 20", woken.get() + " " + late.get());
        for (RingReader reader : readers) {
            assertEquals(22, reader.skip(64));
        }
        assertSame(0, readers.get(0).readableBytes());
    }

    private static void write(BroadcastRing ring) {
        try {
            ring.writer().write(new byte[1]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
