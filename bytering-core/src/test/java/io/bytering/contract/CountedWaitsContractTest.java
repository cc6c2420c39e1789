package io.bytering.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingStatistics;
import io.bytering.testing.Sleeper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Who has slept and was woken is counted, on the side where that was. */
abstract class CountedWaitsContractTest implements RingFactory {
    private final Sleeper sleeper = new Sleeper();

    private static void assertCounted(String expected, ByteRing ring) {
        RingStatistics counted = ring.statistics();
        assertEquals(
                expected,
                "writer " + counted.writerWaits() + " " + counted.writerSleeps() + " " + counted.writerWakeUps()
                        + ", reader " + counted.readerWaits() + " " + counted.readerSleeps() + " "
                        + counted.readerWakeUps());
    }

    @Test
    void callsThatDoNotWaitCountNothing() throws IOException {
        ByteRing ring = ring(8);
        for (int i = 0; i < 20; i++) {
            ring.writer().write(new byte[5], 0, 5);
            ring.reader().read(new byte[4], 0, 4);
        }
        assertFalse(ring.reader().arm(sleeper, 1));
        assertCounted("writer 0 0 0, reader 0 0 0", ring);
    }

    @Test
    void readerSleepsUntilTheWriterWakesIt() throws IOException {
        ByteRing ring = ring(8);
        assertTrue(ring.reader().arm(sleeper, 2));
        assertCounted("writer 0 0 0, reader 1 1 0", ring);
        ring.writer().write(new byte[1], 0, 1);
        assertCounted("writer 0 0 0, reader 1 1 0", ring);
        ring.writer().write(new byte[1], 0, 1);
        assertCounted("writer 0 0 0, reader 1 1 1", ring);
    }

    @Test
    void writerSleepsUntilTheReaderWakesIt() throws IOException {
        ByteRing ring = ring(8);
        ring.writer().write(new byte[8], 0, 8);
        assertTrue(ring.writer().arm(sleeper, 3));
        assertCounted("writer 1 1 0, reader 0 0 0", ring);
        ring.reader().skip(3);
        assertCounted("writer 1 1 1, reader 0 0 0", ring);
        assertTrue(ring.writer().armClaim(sleeper, 8));
        ring.reader().skip(5);
        assertCounted("writer 2 2 2, reader 0 0 0", ring);
    }

    @Test
    void whoGivesUpWasNotWoken() throws IOException {
        ByteRing ring = ring(8);
        assertTrue(ring.reader().arm(sleeper, 1));
        assertTrue(ring.reader().disarm(sleeper));
        ring.writer().write(new byte[1], 0, 1);
        assertCounted("writer 0 0 0, reader 1 1 0", ring);
    }

    @Test
    void aCloseWakesToo() throws IOException {
        ByteRing ring = ring(8);
        assertTrue(ring.reader().arm(sleeper, 1));
        ring.writer().close();
        assertCounted("writer 0 0 0, reader 1 1 1", ring);
        ByteRing other = ring(8);
        assertTrue(other.reader().arm(sleeper, 1));
        other.reader().close();
        assertCounted("writer 0 0 0, reader 1 1 1", other);
    }
}
