package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingStatistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The numbers that come from where bytes are. */
abstract class StatisticsContractTest implements RingFactory {
    @Test
    void bytesAreCountedAlsoPastTheTopOfTheCounter() throws IOException {
        for (long start : new long[] {0, Long.MAX_VALUE - 10, -10}) {
            ByteRing ring = ring(8, start);
            RingStatistics statistics = ring.statistics();
            long before = statistics.bytesWritten();
            assertTrue(before < 100_000, "before the start: " + before);
            assertEquals(before, statistics.bytesRead());
            for (int i = 1; i <= 5; i++) {
                ring.writer().write(new byte[7], 0, 7);
                assertEquals(before + 7 * i, statistics.bytesWritten());
                assertEquals(before + 7 * (i - 1), statistics.bytesRead());
                ring.reader().skip(7);
                assertEquals(before + 7 * i, statistics.bytesRead());
            }
        }
    }

    @Test
    void levelIsWhatWaitsToBeRead() throws IOException {
        ByteRing ring = ring(8);
        assertEquals(8, ring.statistics().capacity());
        for (int i = 0; i <= 8; i++) {
            assertEquals(i, ring.statistics().level());
            ring.writer().write(new byte[1], 0, 1);
        }
        ring.reader().skip(3);
        assertEquals(5, ring.statistics().level());
    }

    @Test
    void highestLevelIsThatAtWhichSomebodyLooked() throws IOException {
        ByteRing ring = ring(16);
        advance(ring, 5);
        int before = ring.statistics().highWaterMark();
        assertTrue(before <= 16, before + " of 16");
        ring.writer().write(new byte[9], 0, 9);
        assertEquals(9, ring.reader().readableBytes());
        ring.reader().skip(9);
        assertEquals(0, ring.statistics().level());
        assertEquals(Math.max(9, before), ring.statistics().highWaterMark(), "the reader has looked");
        ring.writer().write(new byte[15], 0, 15);
        ring.writer().writableBytes();
        ring.reader().skip(9);
        assertEquals(Math.max(15, before), ring.statistics().highWaterMark(), "the writer has looked");
        ring.reader().skip(16);
        ring.writer().write(new byte[16], 0, 16);
        assertEquals(16, ring.statistics().level());
        ring.reader().skip(16);
        assertEquals(16, ring.statistics().highWaterMark());
    }

    @Test
    void runningDryIsAnUnderrunOncePerPlace() throws IOException {
        ByteRing ring = ring(8);
        ring.reader().read(new byte[2], 0, 2);
        long before = ring.statistics().underruns();
        ring.writer().write(new byte[1], 0, 1);
        assertEquals(1, ring.reader().read(new byte[2], 0, 2), "fewer than asked for is no underrun");
        assertEquals(before, ring.statistics().underruns());
        assertEquals(0, ring.reader().read(new byte[0]), "nothing was asked for");
        assertEquals(0, ring.reader().read(new byte[2], 0, 2));
        assertEquals(0, ring.reader().read(ByteBuffer.allocate(2)), "asking again at the same place");
        assertFalse(ring.reader().tryReadAll(new byte[2]));
        assertEquals(before + 1, ring.statistics().underruns());
        ring.writer().write(new byte[3], 0, 3);
        assertTrue(ring.reader().tryReadAll(new byte[2]));
        assertFalse(ring.reader().tryReadAll(new byte[2]), "too few");
        assertEquals(before + 2, ring.statistics().underruns());
        ring.reader().skip(1);
        ring.writer().close();
        assertEquals(-1, ring.reader().read(new byte[2], 0, 2), "the end is no underrun");
        assertEquals(before + 2, ring.statistics().underruns());
        assertEquals(ring.reader().underruns(), ring.statistics().underruns());
    }

    @Test
    void readersAreThoseNotClosed() {
        ByteRing ring = ring(8);
        assertEquals(1, ring.statistics().readers());
        ring.reader().close();
        assertEquals(0, ring.statistics().readers());
        ring.writer().close();
        assertEquals(0, ring.statistics().readers());
    }

    @Test
    void theySurviveTheCloseOfBothHalves() throws IOException {
        ByteRing ring = ring(8);
        ring.writer().write(new byte[5], 0, 5);
        ring.reader().skip(3);
        long written = ring.statistics().bytesWritten();
        ring.close();
        assertEquals(written, ring.statistics().bytesWritten());
        assertEquals(written - 2, ring.statistics().bytesRead());
        assertTrue(ring.statistics().highWaterMark() >= 5);
    }

    @Test
    void theyAreTheSameEachTime() {
        ByteRing ring = ring(8);
        assertSame(ring.statistics(), ring.statistics());
        assertSame(ring.statistics(), ring.writer().statistics());
        assertSame(ring.reader().statistics(), ring.reader().statistics());
    }
}
