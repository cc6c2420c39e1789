package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.splits;
import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a stream ends for its reader, when the writer closes. */
abstract class EndOfStreamContractTest implements RingFactory {
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 3, -5})
    void everyByteIsReadAfterTheWriterHasClosed(long start) throws IOException {
        for (int left = 0; left <= 8; left++) {
            ByteRing ring = ring(8, start);
            advance(ring, 5);
            ring.writer().write(of(0, left), 0, left);
            ring.writer().close();
            RingReader reader = ring.reader();
            assertTrue(reader.isEnded(), "from the close on, whatever waits");
            for (int i = 0; i < left; i++) {
                assertFalse(reader.isExhausted(), left - i + " bytes are left");
                byte[] one = new byte[1];
                assertEquals(1, reader.read(one, 0, 1));
                assertArrayEquals(of(i, 1), one);
            }
            assertTrue(reader.isExhausted());
            assertEquals(-1, reader.read(new byte[1], 0, 1));
        }
    }

    @Test
    void lastBytesComeShortAndWithoutAnEnd() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 6);
        ring.writer().write(of(0, 3), 0, 3);
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
    void bytesPublishedBeforeTheEndAreSeenByAPeekOfTheirEnd() throws IOException {
        ByteRing ring = ring(8);
        ring.reader().peek();
        ring.writer().write(of(0, 8), 0, 8);
        ring.writer().close();
        assertEquals(8, ring.reader().peek(3).remaining());
        ring.reader().consume(8);
        assertTrue(ring.reader().isExhausted());
    }
}
