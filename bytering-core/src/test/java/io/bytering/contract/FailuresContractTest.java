package io.bytering.contract;

import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A half that is closed with a cause: the other half is told, and the first close decides. */
abstract class FailuresContractTest implements RingFactory {
    private final Exception cause = new Exception("disk on fire");

    @Test
    void openRingHasNoFailure() {
        ByteRing ring = ring(4);
        assertNull(ring.reader().failure());
        assertNull(ring.writer().failure());
    }

    @Test
    void cleanCloseIsNoFailure() {
        ByteRing ring = ring(4);
        ring.close();
        assertNull(ring.reader().failure());
        assertNull(ring.writer().failure());
    }

    @Test
    void closingWithNoCauseIsAPlainClose() {
        ByteRing ring = ring(4);
        ring.writer().close(null);
        ring.reader().close(null);
        ring.writer().close(cause);
        ring.reader().close(cause);
        assertTrue(ring.writer().isClosed() && ring.reader().isClosed());
        assertNull(ring.reader().failure());
        assertNull(ring.writer().failure());
    }

    @Test
    void readerGetsEveryByteThenTheEndAndTheCause() throws IOException {
        ByteRing ring = ring(4);
        ring.writer().write(of(0, 3), 0, 3);
        ring.writer().close(cause);
        assertTrue(ring.reader().isEnded());
        assertFalse(ring.reader().isExhausted());
        assertArrayEquals(of(0, 3), readAll(ring.reader()));
        assertEquals(-1, ring.reader().read(new byte[1], 0, 1), "counts are those of a clean end");
        assertSame(cause, ring.reader().failure());
        assertNull(ring.writer().failure(), "that is the reader's");
        assertThrowsExactly(RingClosedException.class, () -> ring.writer().claim(1));
    }

    @Test
    void writerIsToldWhyTheReaderHasGone() {
        ByteRing ring = ring(4);
        ring.reader().close(cause);
        assertSame(cause, ring.writer().failure());
        assertNull(ring.reader().failure());
        for (int again = 0; again < 2; again++) {
            RingAbandonedException e = assertThrowsExactly(
                    RingAbandonedException.class, () -> ring.writer().write(new byte[1], 0, 1));
            assertSame(cause, e.getCause());
        }
    }

    @Test
    void firstCloseWins() {
        ByteRing ring = ring(4);
        ring.writer().close(cause);
        ring.writer().close(new Exception("later"));
        ring.writer().close();
        ring.reader().close();
        ring.reader().close(cause);
        assertSame(cause, ring.reader().failure());
        assertNull(ring.writer().failure());
    }

    @Test
    void cleanAbandonmentHasNoCause() {
        ByteRing ring = ring(4);
        ring.reader().close();
        ring.reader().close(cause);
        RingAbandonedException e = assertThrowsExactly(
                RingAbandonedException.class, () -> ring.writer().claim(1));
        assertNull(e.getCause());
    }

    @Test
    void failuresOfBothHalvesCross() {
        ByteRing ring = ring(4);
        Exception other = new Exception("nobody listens");
        ring.reader().close(other);
        ring.writer().close(cause);
        assertSame(cause, ring.reader().failure());
        assertSame(other, ring.writer().failure());
    }
}
