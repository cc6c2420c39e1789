package io.bytering;

import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing.Start;
import io.bytering.testing.Effort;
import io.bytering.testing.PositionBytes;
import io.bytering.testing.Sleeper;
import io.bytering.testing.TestBytes;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that the writer does not wait for. */
@Tag("long")
@Timeout(300)
class LossyReaderTest {
    private final BroadcastRing ring =
            BroadcastRing.builder().capacity(40).history(20).build();
    private long written;

    private void write(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertEquals(1, ring.writer().write(of(written++, 1), 0, 1));
        }
    }

    /** A look that consumes nothing. */
    private static int look(RingReader reader) {
        ByteBuffer[] slices = reader.slices();
        return slices[0].remaining() + slices[1].remaining();
    }

    @Test
    void quickOneMissesNothing() throws IOException {
        RingReader reader = ring.subscribeLossy();
        assertEquals(40, reader.capacity());
        for (int i = 0; i < 100; i++) {
            write(13);
            assertArrayEquals(of(13L * i, 13), readAll(reader));
        }
        assertEquals("0 0", reader.missedBytes() + " " + reader.overruns());
    }

    @Test
    void itNeverHoldsUpTheWriter() throws IOException {
        ring.subscribeLossy();
        RingReader half = ring.subscribeLossy(Start.OLDEST);
        write(1000);
        assertEquals(20, ring.writer().writableBytes());
        assertTrue(half.readableBytes() > 0);
        write(1000);
        assertFalse(ring.writer().arm(new Sleeper(), 20));
    }

    @Test
    void lappedOneGoesOnAtTheOldestByteAndCountsWhatItMissed() throws IOException {
        RingReader reader = ring.subscribeLossy();
        write(10);
        assertArrayEquals(of(0, 10), readAll(reader));
        write(100);
        int there = look(reader);
        assertTrue(there >= 20 && there <= 40, there + " bytes");
        assertEquals(110 - there, reader.position());
        assertEquals(100 - there, reader.missedBytes());
        assertEquals(1, reader.overruns());
        assertArrayEquals(of(110 - there, there), readAll(reader));
        assertEquals(110, reader.position());
        write(5);
        assertArrayEquals(of(110, 5), readAll(reader));
        assertEquals(1, reader.overruns());
    }

    @Test
    void whatItHasHandedOutDoesNotChange() throws IOException {
        RingReader reader = ring.subscribeLossy();
        write(10);
        ByteBuffer slice = reader.peek();
        write(500);
        assertArrayEquals(of(0, 10), TestBytes.content(slice));
        reader.consume(10);
        assertEquals(0, reader.missedBytes(), "not yet noticed");
        int there = look(reader);
        assertEquals(500 - there, reader.missedBytes());
    }

    @Test
    void whatWasHandedOutIsGivenUpWhenItLooksAgainAndWasLapped() throws IOException {
        RingReader reader = ring.subscribeLossy();
        write(10);
        assertEquals(10, reader.peek().remaining());
        write(500);
        int there = look(reader);
        assertEquals(510 - there, reader.missedBytes());
        assertArrayEquals(of(510 - there, there), readAll(reader));
    }

    @Test
    void questionsAndArmNeitherMoveNorGiveUpNorCopy() throws IOException {
        RingReader reader = ring.subscribeLossy();
        write(10);
        ByteBuffer slice = reader.peek();
        write(500);
        Sleeper sleeper = new Sleeper();
        for (int i = 0; i < 2; i++) {
            int there = reader.readableBytes();
            assertTrue(there >= 20 && there <= 40, there + " bytes that the next look would find");
            assertFalse(reader.isExhausted());
            assertFalse(reader.arm(sleeper, there));
            if (there < reader.capacity()) {
                assertTrue(reader.arm(sleeper, there + 1));
                assertTrue(reader.disarm(sleeper));
            }
            assertEquals(-1, reader.indexOf((byte) 99), "not among what was handed out");
            assertEquals("0 0 0", reader.position() + " " + reader.missedBytes() + " " + reader.overruns());
            assertArrayEquals(of(0, 10), TestBytes.content(slice));
        }
        reader.consume(10);
        int there = look(reader);
        assertEquals(500 - there, reader.missedBytes());
        assertEquals(1, reader.overruns());
    }

    /** Each look of this reader meets a writer that has gone on by a lap. */
    @Test
    void aCallEndsHoweverOftenItIsLapped() throws Exception {
        BroadcastRing quick = BroadcastRing.builder().capacity(1000).build();
        RingReader reader = quick.subscribeLossy();
        AtomicBoolean done = new AtomicBoolean();
        TwoThreads.run(
                () -> {
                    byte[] bytes = new byte[1000];
                    while (!done.get()) {
                        quick.writer().write(bytes);
                    }
                },
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        long before = reader.overruns();
                        reader.skip(reader.peek().remaining());
                        assertTrue(reader.overruns() - before <= 2 * LossyReader.MOST_LAPS, "laps in one call");
                    }
                    done.set(true);
                });
    }

    @Test
    void waitForMoreThanIsLeftBeforeAGapEnds() throws IOException {
        RingReader reader = ring.subscribeLossy();
        write(10);
        assertEquals(10, look(reader));
        write(500);
        assertFalse(reader.arm(new Sleeper(), 11), "there are more behind the gap");
        assertTrue(reader.readableBytes() >= 11);
    }

    @Test
    void sleepingOneIsWokenLikeAnyOther() throws IOException {
        RingReader reader = ring.subscribeLossy();
        Sleeper sleeper = new Sleeper();
        assertTrue(reader.arm(sleeper, 3));
        write(2);
        assertEquals(0, sleeper.woken);
        write(1);
        assertEquals(1, sleeper.woken);
        assertEquals(3, reader.readableBytes());
    }

    /** The writer is quicker than the reader, which checks every byte and every count. */
    @Test
    void neitherTornNorOverwrittenBytesAreHandedOut() throws Exception {
        for (int capacity : new int[] {5, 64, 5000}) {
            race(BroadcastRing.builder()
                    .capacity(capacity)
                    .history(capacity / 2)
                    .build());
        }
    }

    private static void race(BroadcastRing ring) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500L * Effort.FACTOR);
        RingReader reader = ring.subscribeLossy();
        TwoThreads.run(
                () -> {
                    SplittableRandom random = new SplittableRandom(3);
                    RingWriter writer = ring.writer();
                    while (System.nanoTime() - deadline < 0) {
                        for (int i = 0; i < 100; i++) {
                            int length = random.nextInt(1, writer.maxClaim() + 1);
                            PositionBytes.put(writer.claim(length), writer.position());
                            writer.commit(length);
                        }
                    }
                    writer.close();
                },
                () -> {
                    TwoThreads.Pause pause = new TwoThreads.Pause();
                    byte[] bytes = new byte[ring.capacity()];
                    long next = 0;
                    int count;
                    while ((count = reader.read(bytes, 0, bytes.length)) >= 0) {
                        next = reader.position() - count;
                        PositionBytes.check(bytes, count, next);
                        pause.pause();
                    }
                    assertEquals(ring.writer().position(), reader.position());
                    assertTrue(
                            reader.missedBytes() > 0 && reader.missedBytes() < reader.position(),
                            reader.missedBytes() + " of " + reader.position());
                });
        reader.close();
    }
}
