package io.bytering.broadcast;

import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.BroadcastRing.Start;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.testing.Sleeper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets what of a ring with many readers, and whom the writer waits for. */
class BroadcastTest {
    private static BroadcastRing ring(int capacity) {
        return BroadcastRing.builder().capacity(capacity).history(0).build();
    }

    private static void write(BroadcastRing ring, long from, int count) throws IOException {
        assertEquals(count, ring.writer().write(of(from, count), 0, count));
    }

    @Test
    void everyReaderSeesEveryByte() throws IOException {
        BroadcastRing ring = ring(10);
        List<RingReader> readers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            readers.add(ring.subscribe());
        }
        assertEquals(64, ring.readers());
        for (int round = 0; round < 20; round++) {
            write(ring, 7L * round, 7);
            for (RingReader reader : readers) {
                assertArrayEquals(of(7L * round, 7), readAll(reader));
            }
        }
    }

    @Test
    void withoutReadersTheWriterOverwritesAndNeverWaits() throws IOException {
        BroadcastRing ring = ring(10);
        for (int i = 0; i < 100; i++) {
            assertEquals(10, ring.writer().writableBytes());
            write(ring, 7L * i, 7);
            assertNotNull(ring.writer().claim(10));
            ring.writer().abort();
            assertFalse(ring.writer().arm(new Sleeper(), 10));
        }
    }

    @Test
    void lateReaderStartsAtTheWritersPosition() throws IOException {
        for (int before = 0; before < 30; before++) {
            BroadcastRing ring = ring(10);
            for (int i = 0; i < before; i++) {
                write(ring, i, 1);
            }
            RingReader late = ring.subscribe();
            assertEquals(before, late.position());
            assertEquals(0, late.readableBytes());
            write(ring, before, 10);
            assertArrayEquals(of(before, 10), readAll(late));
        }
    }

    @Test
    void slowestReaderHoldsUpTheWriter() throws IOException {
        BroadcastRing ring = ring(10);
        RingReader quick = ring.subscribe();
        RingReader slow = ring.subscribe();
        write(ring, 0, 10);
        assertEquals(10, quick.skip(10));
        assertEquals(0, ring.writer().writableBytes());
        assertEquals(0, ring.writer().write(new byte[1], 0, 1));
        assertNull(ring.writer().claim(1));
        assertEquals(3, slow.skip(3));
        assertEquals(3, ring.writer().writableBytes());
        write(ring, 10, 3);
        assertArrayEquals(of(10, 3), readAll(quick));
        assertArrayEquals(of(3, 10), readAll(slow));
    }

    @Test
    void closingAReaderFreesWhatItHadNotRead() throws IOException {
        BroadcastRing ring = ring(10);
        RingReader slow = ring.subscribe();
        RingReader quick = ring.subscribe();
        write(ring, 0, 10);
        quick.skip(4);
        slow.close();
        assertEquals(4, ring.writer().writableBytes());
        quick.close();
        assertEquals(10, ring.writer().writableBytes());
        assertFalse(ring.writer().isAbandoned());
        assertThrowsExactly(RingClosedException.class, () -> slow.read(new byte[1], 0, 1));
    }

    @Test
    void readersComeAndGoWithoutEnd() throws IOException {
        BroadcastRing ring = ring(10);
        for (int i = 0; i < 10_000; i++) {
            try (RingReader reader = ring.subscribe()) {
                write(ring, i, 5);
                assertArrayEquals(of(i, 5), readAll(reader));
            }
        }
        assertEquals(0, ring.readers());
    }

    @Test
    void oldestStartsAtWhatIsStillThere() throws IOException {
        for (int before = 0; before < 50; before++) {
            BroadcastRing ring = BroadcastRing.builder().capacity(20).history(8).build();
            for (int i = 0; i < before; i++) {
                write(ring, i, 1);
            }
            RingReader reader = ring.subscribe(Start.OLDEST);
            int there = reader.readableBytes();
            assertTrue(there >= Math.min(before, 17) && there <= 20, there + " of " + before);
            assertArrayEquals(of(before - there, there), readAll(reader));
        }
    }

    @Test
    void historyBoundsWhatIsGivenOutAtOnce() throws IOException {
        BroadcastRing ring = BroadcastRing.builder().capacity(20).history(12).build();
        assertEquals(20, ring.capacity());
        assertEquals(12, ring.history());
        RingWriter writer = ring.writer();
        assertEquals(8, writer.maxClaim());
        for (int i = 0; i < 10; i++) {
            assertEquals(8, writer.writableBytes());
            assertEquals(20, writer.write(new byte[20], 0, 20), "in pieces");
            ByteBuffer[] slices = writer.slices();
            assertEquals(8, slices[0].remaining() + slices[1].remaining());
            writer.abort();
            assertEquals(5, writer.fill((room, length) -> length - 3));
            RingReader reader = ring.subscribe(Start.OLDEST);
            assertTrue(reader.readableBytes() >= 12, "only " + reader.readableBytes());
            reader.close();
        }
        IllegalArgumentException refused = assertThrowsExactly(IllegalArgumentException.class, () -> writer.claim(9));
        assertTrue(refused.getMessage().contains("9") && refused.getMessage().contains("8"), refused.getMessage());
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.arm(new Sleeper(), 9));
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.tryWriteAll(new byte[9], 0, 9));
    }

    @Test
    void byDefaultThereIsNoHistory() throws IOException {
        for (int capacity : new int[] {1, 64, 4096}) {
            BroadcastRing ring = BroadcastRing.ofCapacity(capacity);
            assertEquals(0, ring.history());
            assertEquals(capacity, ring.writer().maxClaim());
            assertEquals(capacity, ring.writer().writableBytes());
            assertNotNull(ring.writer().claim(capacity));
            RingReader reader = ring.subscribe();
            assertEquals(capacity, ring.writer().write(new byte[capacity + 1]));
            assertEquals(capacity, reader.readableBytes());
        }
    }

    @Test
    void badHistoryIsRefused() {
        BroadcastRing.Builder builder = BroadcastRing.builder().capacity(16);
        assertThrowsExactly(IllegalArgumentException.class, () -> builder.history(-1));
        IllegalArgumentException refused = assertThrowsExactly(
                IllegalArgumentException.class, () -> builder.history(16).build());
        assertEquals("history must be less than the capacity: history=16, capacity=16", refused.getMessage());
        assertThrowsExactly(
                IllegalStateException.class, () -> BroadcastRing.builder().build());
    }

    @Test
    void claimOfTheWholeRingWaitsForAllReaders() throws IOException {
        BroadcastRing ring = ring(10);
        RingReader one = ring.subscribe();
        RingReader other = ring.subscribe();
        write(ring, 0, 3);
        one.skip(3);
        assertNull(ring.writer().claim(10));
        other.skip(3);
        ByteBuffer claim = ring.writer().claim(10);
        assertNotNull(claim);
        claim.put(of(3, 10));
        ring.writer().commit(10);
        assertArrayEquals(of(3, 10), readAll(one));
        assertArrayEquals(of(3, 10), readAll(other));
    }

    @Test
    void readerThatComesDuringAClaimGetsIt() throws IOException {
        BroadcastRing ring = ring(10);
        write(ring, 0, 6);
        ByteBuffer claim = ring.writer().claim(10); // at index 0 again
        assertNotNull(claim);
        RingReader late = ring.subscribe();
        RingReader oldest = ring.subscribe(Start.OLDEST);
        claim.put(of(6, 10));
        ring.writer().commit(10);
        assertArrayEquals(of(6, 10), readAll(late));
        assertArrayEquals(of(6, 10), readAll(oldest), "what was given out may be overwritten");
    }

    @Test
    void everyStorageAndAlignmentWorks() throws IOException {
        BroadcastRing ring = BroadcastRing.builder()
                .capacity(4096)
                .alignment(64)
                .storage(io.bytering.storage.Storage.preferMirrored())
                .signals(false)
                .build();
        RingReader reader = ring.subscribe();
        write(ring, 0, 4096);
        assertArrayEquals(of(0, 4096), readAll(reader));
        assertThrowsExactly(IllegalStateException.class, () -> reader.arm(new Sleeper(), 1));
        assertEquals("BroadcastRing[capacity=4096, history=0, writer open, readers=1]", ring.toString());
    }
}
