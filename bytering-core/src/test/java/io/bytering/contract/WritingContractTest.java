package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.assertRefused;
import static io.bytering.RingAssertions.assertStillWorks;
import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copying into a ring. */
abstract class WritingContractTest implements RingFactory {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16, 4096})
    void everyByteOfTheCapacityIsUsable(int capacity) throws IOException {
        ByteRing ring = ring(capacity);
        assertEquals(capacity, ring.capacity());
        assertEquals(capacity, ring.writer().capacity());
        assertEquals(capacity, ring.writer().writableBytes());
        assertEquals(capacity, ring.writer().write(of(0, capacity), 0, capacity));
        assertEquals(0, ring.writer().writableBytes());
        assertArrayEquals(of(0, capacity), readAll(ring.reader()));
    }

    @Test
    void writeTakesAsMuchAsFits() throws IOException {
        ByteRing ring = ring(10);
        assertEquals(7, ring.writer().write(of(0, 7), 0, 7));
        assertEquals(3, ring.writer().write(of(7, 5), 0, 5));
        assertEquals(0, ring.writer().write(of(10, 5), 0, 5));
        assertEquals(10, ring.writer().position());
        assertArrayEquals(of(0, 10), readAll(ring.reader()));
    }

    @Test
    void arraysAreWrittenWholeIfTheyFit() throws IOException {
        ByteRing ring = ring(10);
        assertTrue(ring.writer().tryWriteAll(of(0, 7)));
        assertFalse(ring.writer().tryWriteAll(of(7, 4)));
        assertEquals(3, ring.writer().write(of(7, 5)));
        assertEquals(0, ring.writer().write(of(10, 5)));
        assertEquals(0, ring.writer().write(new byte[0]));
        assertArrayEquals(of(0, 10), readAll(ring.reader()));
    }

    @Test
    void writeTakesOnlyTheRangeAskedFor() throws IOException {
        ByteRing ring = ring(10);
        assertEquals(3, ring.writer().write(of(0, 9), 4, 3));
        assertArrayEquals(of(4, 3), readAll(ring.reader()));
    }

    @Test
    void writeOfNothingMovesNothing() throws IOException {
        ByteRing ring = ring(2);
        for (int fill = 0; fill <= 2; fill++) {
            assertEquals(0, ring.writer().write(new byte[3], 3, 0));
            assertEquals(0, ring.writer().write(ByteBuffer.allocate(0)));
            assertTrue(ring.writer().tryWriteAll(new byte[0], 0, 0));
            assertEquals(fill, ring.writer().position());
            assertEquals(fill, ring.reader().readableBytes());
            ring.writer().write(new byte[1], 0, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 9, -5})
    void bytesCrossTheEndFromEveryIndex(long start) throws IOException {
        for (int index = 0; index < 7; index++) {
            for (int length = 1; length <= 7; length++) {
                ByteRing ring = ring(7, start);
                advance(ring, index);
                assertEquals(length, ring.writer().write(of(index, length), 0, length));
                assertEquals(start + index + length, ring.writer().position());
                assertArrayEquals(of(index, length), readAll(ring.reader()));
            }
        }
    }

    static Stream<ByteBuffer> buffersOfSixBytes() {
        ByteBuffer direct = ByteBuffer.allocateDirect(6).put(of(0, 6)).flip();
        ByteBuffer region = ByteBuffer.wrap(of(-2, 10), 2, 6);
        return Stream.of(
                ByteBuffer.wrap(of(0, 6)), direct, region, region.slice().asReadOnlyBuffer());
    }

    @ParameterizedTest
    @MethodSource("buffersOfSixBytes")
    void bufferMovesByTheCountAndKeepsItsLimit(ByteBuffer source) throws IOException {
        for (int index = 0; index < 4; index++) {
            ByteRing ring = ring(4);
            advance(ring, index);
            ByteBuffer src = source.duplicate();
            assertEquals(4, ring.writer().write(src));
            assertEquals(source.position() + 4, src.position());
            assertEquals(source.limit(), src.limit());
            assertArrayEquals(of(0, 4), readAll(ring.reader()));
            assertEquals(2, ring.writer().write(src));
            assertEquals(0, src.remaining());
            assertArrayEquals(of(4, 2), readAll(ring.reader()));
        }
    }

    @Test
    void tryWriteAllIsAllOrNothing() throws IOException {
        for (int index = 0; index < 5; index++) {
            ByteRing ring = ring(5);
            advance(ring, index);
            assertTrue(ring.writer().tryWriteAll(of(0, 3), 0, 3));
            assertFalse(ring.writer().tryWriteAll(of(3, 3), 0, 3));
            assertEquals(3, ring.reader().readableBytes());
            assertTrue(ring.writer().tryWriteAll(of(2, 3), 1, 2));
            assertArrayEquals(of(0, 5), readAll(ring.reader()));
        }
    }

    @Test
    void tryWriteAllRefusesWhatNeverFits() throws IOException {
        ByteRing ring = ring(5);
        assertRefused(
                ring, IllegalArgumentException.class, () -> ring.writer().tryWriteAll(new byte[9], 1, 6), "0..5", 6);
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1,1", "0,-1", "0,9", "5,4", "9,0", "2147483647,2147483647", "1,2147483647"})
    void rangesOutsideTheArrayAreRefused(String range) throws IOException {
        int offset = Integer.parseInt(range.split(",")[0]);
        int length = Integer.parseInt(range.split(",")[1]);
        ByteRing ring = ring(5);
        RingWriter writer = ring.writer();
        byte[] src = new byte[8];
        assertRefused(
                ring, IndexOutOfBoundsException.class, () -> writer.write(src, offset, length), offset, length, 8);
        assertRefused(
                ring,
                IndexOutOfBoundsException.class,
                () -> writer.tryWriteAll(src, offset, length),
                offset,
                length,
                8);
        assertStillWorks(ring);
    }

    @Test
    void roomIsSeenAgainAsTheReaderMoves() throws IOException {
        ByteRing ring = ring(6);
        ring.writer().write(of(0, 6), 0, 6);
        for (int i = 0; i < 20; i++) {
            assertEquals(1, ring.reader().skip(1));
            assertEquals(1, ring.writer().writableBytes());
            assertEquals(1, ring.writer().write(of(6 + i, 2), 0, 2));
        }
        assertArrayEquals(of(20, 6), readAll(ring.reader()));
    }
}
