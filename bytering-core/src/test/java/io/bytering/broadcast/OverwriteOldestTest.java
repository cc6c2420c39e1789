package io.bytering.broadcast;

import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.Insides;
import io.bytering.Overflow;
import io.bytering.RingAbandonedException;
import io.bytering.RingReader;
import io.bytering.RingStatistics;
import io.bytering.RingWriter;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.Parker;
import io.bytering.testing.PositionBytes;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One writer that never waits, one reader that may be too slow. */
@Timeout(300)
class OverwriteOldestTest {
    private static ByteRing ring(int capacity, String storage) {
        assumeTrue(!storage.equals("mirrored") || MirroredMemory.isSupported());
        Storage from = storage.equals("mirrored") ? Storage.mirrored() : Storage.heap();
        return Insides.exact(ByteRing.builder())
                .capacity(capacity)
                .storage(from)
                .overflow(Overflow.OVERWRITE_OLDEST)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "mirrored"})
    void writerAlwaysHasRoomAndTheNewestBytesStay(String storage) throws IOException {
        for (int length = 1; length <= 20; length++) {
            ByteRing ring = ring(40, storage);
            RingWriter writer = ring.writer();
            for (int i = 0; i < 30; i++) {
                assertEquals(20, writer.writableBytes());
                assertTrue(writer.tryWriteAll(of((long) i * length, length), 0, length));
            }
            ByteBuffer[] slices = ring.reader().slices();
            int there = slices[0].remaining() + slices[1].remaining();
            int all = 30 * length;
            assertTrue(there >= Math.min(all, 20) && there <= 40, there + " of " + all);
            assertEquals(all - there, ring.reader().missedBytes());
            assertArrayEquals(of(all - there, there), readAll(ring.reader()));
        }
    }

    @Test
    void overrunsAndUnderrunsAreCounted() throws IOException {
        ByteRing ring = ring(40, "heap");
        RingReader reader = ring.reader();
        byte[] dst = new byte[8];
        assertEquals(0, reader.read(dst, 0, 8));
        ring.writer().write(of(0, 12), 0, 12);
        assertEquals(8, reader.read(dst, 0, 8));
        assertEquals(4, reader.read(dst, 0, 8));
        assertFalse(reader.tryReadAll(dst, 0, 1));
        assertEquals("1 0", reader.underruns() + " " + reader.overruns());
        for (int i = 0; i < 10; i++) {
            ring.writer().write(of(0, 20), 0, 20);
        }
        assertEquals(8, reader.read(dst, 0, 8));
        assertEquals("1 1", reader.underruns() + " " + reader.overruns());
        assertTrue(reader.missedBytes() >= 160 && reader.missedBytes() <= 180, reader.missedBytes() + " bytes");
        RingStatistics counted = ring.statistics();
        assertEquals("1 1", counted.underruns() + " " + counted.overruns());
        assertEquals(reader.missedBytes(), counted.missedBytes());
        assertEquals("212 " + reader.position(), counted.bytesWritten() + " " + counted.bytesRead());
        assertEquals(ring.writer().statistics(), reader.statistics());
    }

    @Test
    void aRingThatRefusesCountsUnderrunsOnly() throws IOException {
        ByteRing ring = ByteRing.ofCapacity(8);
        assertEquals(0, ring.reader().read(new byte[1], 0, 1));
        ring.writer().write(new byte[20], 0, 20);
        assertEquals(8, ring.reader().read(new byte[8], 0, 8));
        assertEquals(0, ring.reader().read(new byte[8], 0, 8));
        assertEquals(
                "1 0 0",
                ring.reader().underruns() + " " + ring.reader().overruns() + " "
                        + ring.reader().missedBytes());
    }

    @Test
    void whatIsWrittenIsEitherThereOrCounted() throws IOException {
        for (String storage : new String[] {"heap", "mirrored"}) {
            for (int length : new int[] {0, 1, 500, 501, 800, 1000, 1001, 2500}) {
                for (boolean buffer : new boolean[] {false, true}) {
                    ByteRing ring = ring(1000, storage);
                    byte[] bytes = of(0, length);
                    int taken = buffer
                            ? ring.writer().write(ByteBuffer.wrap(bytes))
                            : ring.writer().write(bytes, 0, length);
                    assertEquals(length, taken);
                    byte[] left = readAll(ring.reader());
                    assertEquals(length, left.length + ring.reader().missedBytes());
                    assertArrayEquals(of(length - left.length, left.length), left);
                    assertTrue(left.length >= Math.min(length, 500), left.length + " of " + length);
                }
            }
        }
    }

    @Test
    void largestClaimIsHalf() {
        assertEquals(20, ring(40, "heap").writer().maxClaim());
        assertEquals(21, ring(41, "heap").writer().maxClaim());
        assertEquals(1, ring(1, "heap").writer().maxClaim());
        assertThrowsExactly(
                IllegalArgumentException.class, () -> ring(40, "heap").writer().claim(21));
    }

    @Test
    void endingsAreThoseOfARingWithOneReader() throws IOException {
        ByteRing ring = ring(10, "heap");
        ring.writer().write(of(0, 5), 0, 5);
        IOException cause = new IOException("microphone");
        ring.writer().close(cause);
        assertArrayEquals(of(0, 5), readAll(ring.reader()));
        assertTrue(ring.reader().isExhausted());
        assertSame(cause, ring.reader().failure());
        ByteRing abandoned = ring(10, "heap");
        boolean[] told = new boolean[1];
        abandoned.writer().onAbandoned(() -> told[0] = true);
        abandoned.reader().close();
        assertTrue(told[0] && abandoned.writer().isAbandoned());
        assertThrowsExactly(
                RingAbandonedException.class, () -> abandoned.writer().write(new byte[1], 0, 1));
    }

    @Test
    void itWorksOverMemoryOfYourOwn() throws IOException {
        byte[] own = new byte[10];
        ByteRing ring =
                ByteRing.builder().over(own).overflow(Overflow.OVERWRITE_OLDEST).build();
        ring.writer().write(of(0, 5), 0, 5);
        assertArrayEquals(of(0, 5), readAll(ring.reader()));
        ring.close();
        assertSame(own, ring.detach().array());
    }

    @Test
    void bothSidesAtOnce() throws Exception {
        ByteRing ring = ring(100, "heap");
        long deadline = System.nanoTime() + Effort.RACE_NANOS;
        TwoThreads.run(
                () -> {
                    RingWriter writer = ring.writer();
                    while (System.nanoTime() - deadline < 0) {
                        writer.write(PositionBytes.from(writer.position(), 37), 0, 37);
                    }
                    writer.close();
                },
                () -> {
                    Parker parker = new Parker();
                    RingReader reader = ring.reader();
                    byte[] dst = new byte[64];
                    int count;
                    while ((count = reader.read(dst, 0, 64)) >= 0) {
                        PositionBytes.check(dst, count, reader.position() - count);
                        if (reader.arm(parker, 50)) {
                            parker.park();
                        }
                    }
                });
        assertEquals(ring.writer().position(), ring.reader().position());
    }
}
