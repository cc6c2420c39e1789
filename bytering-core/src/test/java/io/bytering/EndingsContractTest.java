package io.bytering;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.splits;
import static io.bytering.TestBytes.counted;
import static io.bytering.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        ring.writer().write(counted(0, 4), 0, 4);
        readAll(ring.reader());
        assertFalse(ring.reader().isExhausted(), "empty is not exhausted");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 3, -5})
    void everyByteIsReadAfterTheWriterHasClosed(long start) throws IOException {
        for (int left = 0; left <= 8; left++) {
            ByteRing ring = ring(8, start);
            advance(ring, 5);
            ring.writer().write(counted(0, left), 0, left);
            ring.writer().close();
            RingReader reader = ring.reader();
            assertTrue(reader.isEnded(), "from the close on, whatever waits");
            for (int i = 0; i < left; i++) {
                assertFalse(reader.isExhausted(), left - i + " bytes are left");
                byte[] one = new byte[1];
                assertEquals(1, reader.read(one, 0, 1));
                assertArrayEquals(counted(i, 1), one);
            }
            assertTrue(reader.isExhausted());
            assertEquals(-1, reader.read(new byte[1], 0, 1));
        }
    }

    @Test
    void lastBytesComeShortAndWithoutAnEnd() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 6);
        ring.writer().write(counted(0, 3), 0, 3);
        ring.writer().close();
        byte[] dst = new byte[8];
        assertFalse(ring.reader().tryReadAll(dst, 0, 4), "there never will be four");
        assertEquals(3, ring.reader().readableBytes());
        assertEquals(splits(ring) ? 2 : 3, ring.reader().peek().remaining());
        assertEquals(3, ring.reader().drain((slices, length) -> length));
        assertEquals(-1, ring.reader().drain((slices, length) -> fail("is not called any more")));
    }

    @Test
    void exhaustedRingSaysSoInEveryCallThatMoves() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 3);
        ring.writer().close();
        RingReader reader = ring.reader();
        HostileChannel channel = new HostileChannel();
        for (int again = 0; again < 2; again++) {
            assertEquals(-1, reader.read(new byte[8], 0, 8));
            assertEquals(-1, reader.read(ByteBuffer.allocate(8)));
            assertEquals(-1, reader.drain((slices, length) -> fail("is not called")));
            assertEquals(-1, reader.transferTo(channel));
            assertEquals(0, channel.calls);
            assertEquals(-1, reader.skip(1));
            assertEquals(0, reader.read(new byte[8], 0, 0));
            assertEquals(0, reader.read(ByteBuffer.allocate(0)));
            assertEquals(0, reader.skip(0));
            assertFalse(reader.tryReadAll(new byte[8], 0, 1));
            assertTrue(reader.tryReadAll(new byte[8], 0, 0));
            assertFalse(reader.peek().hasRemaining());
            assertEquals(0, TestBytes.content(reader.slices()).length);
            reader.consume(0);
            assertEquals(-1, reader.indexOf((byte) 0));
            assertEquals(0, reader.readableBytes());
            assertEquals(3, reader.position());
            assertTrue(reader.isExhausted());
        }
    }

    @Test
    void abandonedWriterFailsInEveryCallThatMoves() throws IOException {
        ByteRing ring = ring(8);
        RingWriter writer = ring.writer();
        writer.write(counted(0, 3), 0, 3);
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
    void bytesPublishedBeforeTheEndAreSeenByAPeekOfTheirEnd() throws IOException {
        ByteRing ring = ring(8);
        ring.reader().peek();
        ring.writer().write(counted(0, 8), 0, 8);
        ring.writer().close();
        assertEquals(8, ring.reader().peek(3).remaining());
        ring.reader().consume(8);
        assertTrue(ring.reader().isExhausted());
    }

    @Test
    void closingIsIdempotentInEveryOrder() throws IOException {
        for (int order = 0; order < 16; order++) {
            ByteRing ring = ring(8);
            ring.writer().write(counted(0, 2), 0, 2);
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
        ring.writer().write(counted(0, 2), 0, 2);
        TwoThreads.run(ring.writer()::close, () -> {});
        assertThrowsExactly(RingClosedException.class, () -> ring.writer().write(new byte[1], 0, 1));
        assertArrayEquals(counted(0, 2), readAll(ring.reader()));
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
        ring.writer().write(counted(0, 5), 0, 5);
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
