package io.bytering.contract;

import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.RingWriter;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** How a stream ends: by the writer, by the reader, by both. */
abstract class EndingsContractTest implements RingFactory {
    @Test
    void openRingHasNotEnded() throws IOException {
        ByteRing ring = ring(4);
        assertFalse(ring.writer().isClosed());
        assertFalse(ring.writer().isAbandoned());
        assertFalse(ring.reader().isClosed());
        assertFalse(ring.reader().isEnded());
        assertFalse(ring.reader().isExhausted());
        ring.writer().write(of(0, 4), 0, 4);
        readAll(ring.reader());
        assertFalse(ring.reader().isExhausted(), "empty is not exhausted");
    }

    @Test
    void abandonedWriterFailsInEveryCallThatMoves() throws IOException {
        ByteRing ring = ring(8);
        RingWriter writer = ring.writer();
        writer.write(of(0, 3), 0, 3);
        ring.reader().close();
        HostileChannel channel = new HostileChannel();
        assertTrue(writer.isAbandoned());
        for (int length = 0; length < 3; length++) {
            byte[] src = new byte[length];
            assertThrowsExactly(RingAbandonedException.class, () -> writer.write(src, 0, src.length));
            assertThrowsExactly(RingAbandonedException.class, () -> writer.write(ByteBuffer.wrap(src)));
            assertThrowsExactly(RingAbandonedException.class, () -> writer.tryWriteAll(src, 0, src.length));
        }
        assertThrowsExactly(RingAbandonedException.class, writer::slices);
        assertThrowsExactly(RingAbandonedException.class, () -> writer.fill((slices, length) -> fail("is not called")));
        assertThrowsExactly(RingAbandonedException.class, () -> writer.transferFrom(channel));
        assertThrowsExactly(RingAbandonedException.class, () -> writer.claim(1));
        assertThrowsExactly(RingAbandonedException.class, () -> writer.claimUpTo(1));
        assertEquals(0, channel.calls);
        assertEquals(3, writer.position());
        assertFalse(writer.isClosed());
    }

    @Test
    void commitAfterTheReaderLeftIsTheLastCallThatWorks() throws IOException {
        ByteRing ring = ring(8);
        ring.writer().claim(4);
        ring.reader().close();
        ring.writer().commit(2);
        assertEquals(2, ring.writer().position());
        ring.writer().abort();
        assertThrowsExactly(RingAbandonedException.class, () -> ring.writer().claim(1));
    }

    @Test
    void closingIsIdempotentInEveryOrder() throws IOException {
        for (int order = 0; order < 16; order++) {
            ByteRing ring = ring(8);
            ring.writer().write(of(0, 2), 0, 2);
            for (int bit = 0; bit < 4; bit++) {
                Runnable half = (order >> bit & 1) == 0 ? ring.writer()::close : ring.reader()::close;
                half.run();
            }
            assertEquals(order != 15, ring.writer().isClosed());
            assertEquals(order != 0, ring.reader().isClosed());
            assertEquals(order != 0, ring.writer().isAbandoned());
            ring.close();
            ring.close();
            assertTrue(ring.writer().isClosed() && ring.reader().isClosed());
            assertEquals("ByteRing[capacity=8, writer closed, reader closed]", ring.toString());
        }
    }

    @Test
    void halfMayBeClosedFromTheOtherThread() throws Exception {
        ByteRing ring = ring(8);
        ring.writer().write(of(0, 2), 0, 2);
        TwoThreads.run(ring.writer()::close, () -> {});
        assertThrowsExactly(RingClosedException.class, () -> ring.writer().write(new byte[1], 0, 1));
        assertArrayEquals(of(0, 2), readAll(ring.reader()));
        TwoThreads.run(ring.reader()::close, () -> {});
        assertThrowsExactly(RingClosedException.class, () -> ring.reader().read(new byte[1], 0, 1));
    }

    @Test
    void nothingIsPublishedBehindTheEndOfTheStream() throws Exception {
        ByteRing filled = ring(8);
        assertThrowsExactly(
                RingClosedException.class,
                () -> filled.writer().fill((slices, length) -> {
                    closeElsewhere(filled.writer()::close);
                    return length;
                }));
        assertTrue(filled.reader().isExhausted());
        ByteRing transferred = ring(8);
        HostileChannel channel = new HostileChannel();
        channel.inside = () -> closeElsewhere(transferred.writer()::close);
        assertThrowsExactly(
                RingClosedException.class, () -> transferred.writer().transferFrom(channel));
        assertTrue(transferred.reader().isExhausted());
    }

    @Test
    void closeFromTheOtherThreadLetsADrainEndWholeOrRefused() throws Exception {
        ByteRing ring = ring(8);
        ring.writer().write(of(0, 5), 0, 5);
        int read;
        try {
            read = ring.reader().drain((slices, length) -> {
                closeElsewhere(ring.reader()::close);
                return length;
            });
        } catch (RingClosedException refused) {
            read = 0;
        }
        assertEquals(read, ring.reader().position());
    }

    private static void closeElsewhere(TwoThreads.Side close) throws IOException {
        try {
            TwoThreads.run(close, () -> {});
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
