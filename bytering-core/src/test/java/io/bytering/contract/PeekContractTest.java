package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.assertRefused;
import static io.bytering.RingAssertions.assertStillWorks;
import static io.bytering.RingAssertions.splits;
import static io.bytering.testing.TestBytes.content;
import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking at what waits without taking it, and leaving bytes out. */
abstract class PeekContractTest implements RingFactory {
    /** A ring of 8 that holds the stream's bytes 0 to 5 over the end, 4 and 2. */
    private ByteRing holdingSixOverTheEnd() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 4);
        ring.writer().write(of(0, 6), 0, 6);
        return ring;
    }

    @Test
    void peekShowsEverythingContiguousAndTakesNothing() throws IOException {
        ByteRing ring = holdingSixOverTheEnd();
        assumeTrue(splits(ring));
        ByteBuffer peeked = ring.reader().peek();
        assertArrayEquals(of(0, 4), content(peeked));
        peeked.position(peeked.limit());
        assertSame(peeked, ring.reader().peek());
        assertArrayEquals(of(0, 4), content(peeked), "moving the buffer's position consumes nothing");
        assertEquals(4, ring.reader().position());
        ring.reader().consume(4);
        assertArrayEquals(of(4, 2), content(ring.reader().peek()));
        ring.reader().consume(2);
        assertFalse(ring.reader().peek().hasRemaining());
        assertStillWorks(ring);
    }

    @Test
    void peekShowsWhatCameMeanwhile() throws IOException {
        ByteRing ring = ring(8);
        assertFalse(ring.reader().peek().hasRemaining());
        ring.writer().write(of(0, 2), 0, 2);
        assertArrayEquals(of(0, 2), content(ring.reader().peek()));
        ring.writer().write(of(2, 3), 0, 3);
        assertArrayEquals(of(0, 5), content(ring.reader().peek()));
        assertArrayEquals(of(0, 5), content(ring.reader().peek(5)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 9, Integer.MAX_VALUE})
    void peekOfAnAmountShowsThatMuchIfItIsThere(int atLeast) throws IOException {
        ByteRing ring = ring(8);
        for (int written = 0; written <= 8; written++) {
            int seen = ring.reader().peek(atLeast).remaining();
            assertEquals(Math.min(atLeast, written), Math.min(atLeast, seen), "at least, if there");
            ring.writer().write(of(written, 1), 0, 1);
        }
        assertArrayEquals(of(0, 8), content(ring.reader().peek()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void impossibleAmountsAreRefused(int amount) throws IOException {
        ByteRing ring = holdingSixOverTheEnd();
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().peek(amount), amount, "at least 1");
        if (amount < 0) {
            assertRefused(
                    ring, IllegalArgumentException.class, () -> ring.reader().skip(amount), amount, "at least 0");
            assertRefused(
                    ring,
                    IllegalArgumentException.class,
                    () -> ring.reader().indexOf((byte) 1, amount),
                    amount,
                    "at least 0");
        }
        assertStillWorks(ring);
    }

    @Test
    void consumeOfMoreThanWasPeekedIsRefusedAndMovesNothing() throws IOException {
        ByteRing ring = holdingSixOverTheEnd();
        assumeTrue(splits(ring));
        ring.reader().peek();
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().consume(5), 5, "0..4");
        ring.reader().consume(3);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().consume(2), 2, "0..1");
        ring.reader().consume(1);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().consume(1), 1, "0..0");
        assertArrayEquals(of(4, 2), TestBytes.readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @Test
    void questionsDoNotDisturbWhatWasPeeked() throws IOException {
        ByteRing ring = holdingSixOverTheEnd();
        ring.reader().peek();
        ring.writer().write(of(6, 2), 0, 2);
        assertEquals(8, ring.reader().readableBytes());
        assertEquals(5, ring.reader().indexOf((byte) 5));
        assertFalse(ring.reader().isExhausted());
        ring.reader().consume(4);
        assertArrayEquals(of(4, 4), TestBytes.readAll(ring.reader()));
    }

    @Test
    void claimedPiecesArePeekedWhole() throws IOException {
        ByteRing ring = ring(10);
        for (int i = 0; i < 100; i++) {
            int length = 1 + i * 7 % 10;
            ByteBuffer slot = ring.writer().claim(length);
            assertNotNull(slot);
            slot.put(of(i, length));
            ring.writer().commit(length);
            assertArrayEquals(of(i, length), content(ring.reader().peek(length)));
            ring.reader().consume(length);
        }
    }

    @Test
    void skipCrossesTheEnd() throws IOException {
        for (int count = 0; count <= 6; count++) {
            ByteRing ring = holdingSixOverTheEnd();
            assertEquals(count, ring.reader().skip(count));
            assertEquals(4 + count, ring.reader().position());
            assertEquals(2 + count, ring.writer().writableBytes());
            assertArrayEquals(of(count, 6 - count), TestBytes.readAll(ring.reader()));
            assertEquals(0, ring.reader().skip(3));
            assertStillWorks(ring);
        }
        assertEquals(6, holdingSixOverTheEnd().reader().skip(Integer.MAX_VALUE));
    }

    @Test
    void indexOfFindsTheFirstAcrossTheEnd() throws IOException {
        for (int index = 0; index < 8; index++) {
            ByteRing ring = ring(8);
            advance(ring, index);
            RingReader reader = ring.reader();
            assertEquals(-1, reader.indexOf((byte) 0), "what was read before is not found");
            ring.writer().write(new byte[] {3, 1, 4, 1, 5, -9, 2, 1}, 0, 7);
            assertEquals(0, reader.indexOf((byte) 3));
            assertEquals(1, reader.indexOf((byte) 1));
            assertEquals(3, reader.indexOf((byte) 1, 2));
            assertEquals(-1, reader.indexOf((byte) 1, 4), "the eighth is not there yet");
            assertEquals(5, reader.indexOf((byte) -9, 5));
            assertEquals(6, reader.indexOf((byte) 2, 0));
            assertEquals(-1, reader.indexOf((byte) 2, 7));
            assertEquals(-1, reader.indexOf((byte) 2, Integer.MAX_VALUE));
            assertEquals(index, reader.position());
            assertEquals(7, reader.readableBytes());
        }
    }
}
