package io.bytering.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The maker of the bytes is called once when the reader leaves. */
abstract class OnAbandonedContractTest implements RingFactory {
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void actionRunsOnceWhenTheReaderCloses() {
        ByteRing ring = ring(4);
        Exception cause = new Exception("enough");
        ring.writer().onAbandoned(() -> {
            calls.incrementAndGet();
            assertTrue(ring.writer().isAbandoned(), "the close is visible to the action");
            assertSame(cause, ring.writer().failure());
        });
        assertEquals(0, calls.get());
        ring.reader().close(cause);
        ring.reader().close();
        ring.close();
        assertEquals(1, calls.get());
    }

    @Test
    void actionRunsAtOnceWhenTheReaderHasGone() {
        ByteRing ring = ring(4);
        ring.reader().close();
        ring.writer().onAbandoned(calls::incrementAndGet);
        ring.writer().onAbandoned(calls::incrementAndGet);
        assertEquals(2, calls.get());
    }

    @Test
    void writersOwnCloseIsNoAbandonment() {
        ByteRing ring = ring(4);
        ring.writer().onAbandoned(calls::incrementAndGet);
        ring.writer().close();
        assertEquals(0, calls.get());
        ring.reader().close();
        assertEquals(1, calls.get());
    }

    @Test
    void secondActionIsRefusedAndTheFirstStays() {
        ByteRing ring = ring(4);
        ring.writer().onAbandoned(calls::incrementAndGet);
        assertThrowsExactly(IllegalStateException.class, () -> ring.writer().onAbandoned(() -> {}));
        ring.reader().close();
        assertEquals(1, calls.get());
    }

    @Test
    void actionThatThrowsLeavesTheRingClosed() {
        ByteRing ring = ring(4);
        ring.writer().onAbandoned(() -> {
            throw new IllegalStateException("boom");
        });
        ring.writer().close();
        assertEquals(
                "boom",
                assertThrows(IllegalStateException.class, ring.reader()::close).getMessage());
        assertTrue(ring.reader().isClosed());
        ring.reader().close();
    }
}
