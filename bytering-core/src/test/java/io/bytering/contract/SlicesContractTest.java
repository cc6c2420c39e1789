package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.assertRefused;
import static io.bytering.RingAssertions.assertStillWorks;
import static io.bytering.RingAssertions.splits;
import static io.bytering.testing.TestBytes.content;
import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The empty space and what waits, as two slices each. */
abstract class SlicesContractTest implements RingFactory {
    /** The indexes that two slices cover: {@code 13..15+0..1}, {@code none} when both are empty. */
    private static String indexes(ByteBuffer[] slices) {
        assertEquals(2, slices.length);
        String text = indexes(slices[0]) + (slices[1].hasRemaining() ? "+" + indexes(slices[1]) : "");
        return text.isEmpty() ? "none" : text;
    }

    private static String indexes(ByteBuffer slice) {
        return slice.hasRemaining() ? slice.position() + ".." + (slice.limit() - 1) : "";
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, none, 0..15",
        "10, 10, none, 10..15+0..9",
        "2, 13, 2..12, 13..15+0..1",
        "17, 20, 1..3, 4..15+0..0",
        "13, 17, 13..15+0..0, 1..12",
        "10, 20, 10..15+0..3, 4..9",
        "0, 16, 0..15, none",
        "16, 16, none, 0..15",
        "15, 15, none, 15..15+0..14",
    })
    void slicesOfSixteenBytes(int read, int written, String filled, String empty) throws IOException {
        for (long start : new long[] {0, Long.MAX_VALUE - 16, -1}) {
            ByteRing ring = ring(16, start);
            assumeTrue(splits(ring));
            advance(ring, read);
            ring.writer().write(of(read, written - read), 0, written - read);
            assertEquals(filled, indexes(ring.reader().slices()));
            assertEquals(empty, indexes(ring.writer().slices()));
            assertArrayEquals(of(read, written - read), content(ring.reader().slices()));
            ring.reader().drain((slices, length) -> {
                assertEquals(filled, indexes(slices));
                assertEquals(written - read, length);
                return 0;
            });
            ring.writer().fill((slices, length) -> {
                assertEquals(empty, indexes(slices));
                assertEquals(16 - (written - read), length);
                return 0;
            });
        }
    }

    @Test
    void commitPublishesThePartThatWasWritten() throws IOException {
        for (int index = 0; index < 7; index++) {
            for (int count = 0; count <= 7; count++) {
                ByteRing ring = ring(7);
                advance(ring, index);
                TestBytes.put(ring.writer().slices(), 0, 7);
                ring.writer().commit(count);
                assertEquals(index + count, ring.writer().position());
                assertArrayEquals(of(0, count), readAll(ring.reader()));
                assertStillWorks(ring);
            }
        }
    }

    @Test
    void commitOfMoreThanTheSlicesIsRefusedAndTheyStayValid() throws IOException {
        ByteRing ring = ring(7);
        advance(ring, 5);
        TestBytes.put(ring.writer().slices(), 0, 7);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().commit(8), 8, "0..7");
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().commit(-1), -1, "0..7");
        ring.writer().commit(7);
        assertArrayEquals(of(0, 7), readAll(ring.reader()));
        assertRefused(ring, IllegalStateException.class, () -> ring.writer().commit(1), 1);
        assertStillWorks(ring);
    }

    @Test
    void slicesOfAFullRingCommitNothing() throws IOException {
        ByteRing ring = ring(7);
        ring.writer().write(of(0, 7), 0, 7);
        assertEquals("none", indexes(ring.writer().slices()));
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().commit(1), 1, "0..0");
        ring.writer().commit(0);
        assertArrayEquals(of(0, 7), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 9, -5})
    void consumeInTwoStepsAcrossTheEnd(long start) throws IOException {
        for (int index = 0; index < 7; index++) {
            for (int first = 0; first <= 7; first++) {
                ByteRing ring = ring(7, start);
                advance(ring, index);
                ring.writer().write(of(0, 7), 0, 7);
                assertArrayEquals(of(0, 7), content(ring.reader().slices()));
                ring.reader().consume(first);
                assertEquals(start + index + first, ring.reader().position());
                assertEquals(first, ring.writer().writableBytes());
                assertRefused(
                        ring,
                        IllegalArgumentException.class,
                        () -> ring.reader().consume(8),
                        8,
                        "0.." + (7 - first));
                ring.reader().consume(7 - first);
                assertEquals(7, ring.writer().writableBytes());
                assertStillWorks(ring);
            }
        }
    }

    @Test
    void consumeWithoutSlicesIsRefused() throws IOException {
        ByteRing ring = ring(7);
        ring.writer().write(of(0, 7), 0, 7);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().consume(1), 1, "0..0");
        ring.reader().consume(0);
        ring.reader().slices();
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().consume(-1), -1, "0..7");
        ring.reader().read(new byte[1], 0, 1);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().consume(1), 1, "0..0");
        assertStillWorks(ring);
    }

    @Test
    void sameBuffersAreHandedOutAgainAndKeepTheirOrder() throws IOException {
        ByteRing ring = ring(7);
        ByteBuffer[] free = ring.writer().slices();
        ByteBuffer[] waiting = ring.reader().slices();
        assertEquals(ByteOrder.BIG_ENDIAN, free[0].order());
        assertEquals(ByteOrder.BIG_ENDIAN, waiting[0].order());
        free[0].order(ByteOrder.LITTLE_ENDIAN).putInt(0x04030201);
        ring.writer().commit(4);
        assertSame(free, ring.writer().slices());
        assertEquals(ByteOrder.LITTLE_ENDIAN, free[0].order());
        assertSame(waiting, ring.reader().slices());
        assertEquals(0x01020304, waiting[0].getInt());
    }
}
