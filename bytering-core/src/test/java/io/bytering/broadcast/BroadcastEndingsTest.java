package io.bytering.broadcast;

import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.BroadcastRing.Start;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.Sleeper;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a stream to many readers ends, and when its memory is freed. */
@Timeout(300)
class BroadcastEndingsTest {
    private final AtomicInteger freed = new AtomicInteger();

    private final Storage storage = new Storage() {
        @Override
        public Memory allocate(int capacity, int alignment) {
            return new Memory(ByteBuffer.allocate(capacity)) {
                @Override
                public void close() {
                    freed.incrementAndGet();
                }
            };
        }
    };

    private BroadcastRing ring() {
        return BroadcastRing.builder().capacity(10).history(0).storage(storage).build();
    }

    @Test
    void allReadersGetWhatIsLeftAndThenTheEnd() throws IOException {
        BroadcastRing ring = ring();
        RingReader one = ring.subscribe();
        RingReader other = ring.subscribe();
        RingReader lossy = ring.subscribeLossy();
        ring.writer().write(of(0, 7), 0, 7);
        one.skip(5);
        ring.writer().close();
        assertArrayEquals(of(5, 2), readAll(one));
        assertArrayEquals(of(0, 7), readAll(other));
        assertArrayEquals(of(0, 7), readAll(lossy));
        for (RingReader reader : new RingReader[] {one, other, lossy}) {
            assertTrue(reader.isExhausted());
            assertEquals(-1, reader.read(new byte[1], 0, 1));
            assertNull(reader.failure());
        }
        assertThrowsExactly(RingClosedException.class, () -> ring.writer().claim(1));
    }

    @Test
    void failureOfTheWriterIsToldToAll() throws IOException {
        BroadcastRing ring = ring();
        RingReader one = ring.subscribe();
        RingReader lossy = ring.subscribeLossy();
        IOException cause = new IOException("disk");
        ring.writer().close(cause);
        ring.writer().close(new IOException("late"));
        assertSame(cause, one.failure());
        assertSame(cause, lossy.failure());
        assertSame(cause, ring.subscribe().failure());
        one.close();
        lossy.close();
        assertSame(cause, ring.subscribe().failure());
    }

    @Test
    void memoryIsFreedOnceWhenTheWriterAndAllReadersAreClosed() {
        for (int order = 0; order < 8; order++) {
            freed.set(0);
            BroadcastRing ring = ring();
            AutoCloseable[] halves = {ring.writer(), ring.subscribe(), ring.subscribeLossy()};
            for (int i = 0; i < 3; i++) {
                assertEquals(0, freed.get());
                close(halves[(i * (order % 2 + 1) + order) % 3]);
            }
            assertEquals(1, freed.get());
            ring.close();
            ring.subscribe().close();
            ring.subscribeLossy().close();
            assertEquals(1, freed.get());
        }
    }

    private static void close(AutoCloseable half) {
        try {
            half.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ringWithoutReadersFreesItsMemoryWithItsWriter() {
        BroadcastRing ring = ring();
        ring.subscribe().close();
        ring.writer().close();
        assertEquals(1, freed.get());
    }

    @Test
    void readerThatComesAfterTheEndFindsIt() throws IOException {
        BroadcastRing ring = ring();
        ring.writer().write(of(0, 8), 0, 8);
        ring.writer().close();
        for (RingReader reader :
                new RingReader[] {ring.subscribe(), ring.subscribe(Start.OLDEST), ring.subscribeLossy()}) {
            assertEquals(8, reader.position());
            assertTrue(reader.isEnded() && reader.isExhausted());
            assertEquals(-1, reader.read(new byte[1], 0, 1));
            assertFalse(reader.peek().hasRemaining());
            assertEquals(-1, reader.skip(1));
            assertFalse(reader.arm(new Sleeper(), 1));
            reader.close();
            reader.close();
        }
    }

    @Test
    void oldestBytesAreThereAfterTheEndWhileSomebodyReadsOn() throws IOException {
        BroadcastRing ring = ring();
        RingReader first = ring.subscribe();
        ring.writer().write(of(0, 8), 0, 8);
        ring.writer().close();
        RingReader late = ring.subscribe(Start.OLDEST);
        RingReader lossy = ring.subscribeLossy(Start.OLDEST);
        first.close();
        assertArrayEquals(of(0, 8), readAll(late));
        assertArrayEquals(of(0, 8), readAll(lossy));
        assertTrue(late.isExhausted() && lossy.isExhausted());
        late.close();
        assertEquals(0, freed.get());
        lossy.close();
        assertEquals(1, freed.get());
    }

    @Test
    void closingTheRingClosesEveryHalf() {
        BroadcastRing ring = ring();
        RingReader one = ring.subscribe();
        RingReader lossy = ring.subscribeLossy();
        Sleeper sleeper = new Sleeper();
        one.arm(sleeper, 1);
        ring.close();
        assertTrue(ring.writer().isClosed() && one.isClosed() && lossy.isClosed());
        assertEquals(1, sleeper.woken);
        assertEquals(1, freed.get());
        assertEquals("BroadcastRing[capacity=10, history=0, writer closed, readers=0]", ring.toString());
    }

    @Test
    void lastByteIsSeenBeforeTheEndByReadersThatComeMeanwhile() throws Exception {
        long deadline = System.nanoTime() + Effort.RACE_NANOS;
        int rounds = 0;
        while (System.nanoTime() - deadline < 0) {
            BroadcastRing ring = ring();
            RingReader before = ring.subscribe();
            TwoThreads.run(
                    () -> {
                        ring.writer().write(of(0, 3), 0, 3);
                        ring.writer().close();
                    },
                    () -> assertEnds(ring.subscribe()),
                    () -> assertEnds(before));
            rounds++;
        }
        assertEquals(rounds, freed.get());
    }

    /** Whatever it starts with, it gets all of the three bytes from there on. */
    private static void assertEnds(RingReader reader) {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        byte[] one = new byte[1];
        int count;
        do {
            count = reader.read(one, 0, 1);
            if (count == 0) {
                pause.pause();
            }
        } while (count >= 0);
        assertEquals(3, reader.position());
        reader.close();
    }
}
