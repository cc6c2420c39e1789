package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.assertRefused;
import static io.bytering.RingAssertions.assertStillWorks;
import static io.bytering.testing.TestBytes.content;
import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copying out of a ring. */
abstract class ReadingContractTest implements RingFactory {
    /** A ring of 7 that holds the stream's bytes 0 to 5, the first of them at the given index. */
    private ByteRing holdingSix(int index, long start) throws IOException {
        ByteRing ring = ring(7, start);
        advance(ring, index);
        assertEquals(6, ring.writer().write(of(0, 6), 0, 6));
        return ring;
    }

    @Test
    void readOfAnEmptyRingIsZero() throws IOException {
        ByteRing ring = ring(3);
        assertEquals(3, ring.reader().capacity());
        assertEquals(0, ring.reader().readableBytes());
        assertEquals(0, ring.reader().read(new byte[3], 0, 3));
        assertEquals(0, ring.reader().read(ByteBuffer.allocate(3)));
        assertFalse(ring.reader().tryReadAll(new byte[3], 0, 1));
        assertEquals(0, ring.reader().position());
        assertStillWorks(ring);
    }

    @Test
    void arraysAreFilledAsFarAsThereAreBytes() throws IOException {
        for (int index = 0; index < 7; index++) {
            ByteRing ring = holdingSix(index, 0);
            byte[] all = new byte[4];
            assertTrue(ring.reader().tryReadAll(all));
            assertArrayEquals(of(0, 4), all);
            assertFalse(ring.reader().tryReadAll(all));
            assertEquals(2, ring.reader().read(all));
            assertArrayEquals(new byte[] {4, 5, 2, 3}, all);
            assertEquals(0, ring.reader().read(all));
            ring.writer().close();
            assertEquals(-1, ring.reader().read(all));
            assertEquals(0, ring.reader().read(new byte[0]));
        }
    }

    @Test
    void readOfNothingMovesNothing() throws IOException {
        for (int index = 0; index < 7; index++) {
            ByteRing ring = holdingSix(index, 0);
            assertEquals(0, ring.reader().read(new byte[2], 2, 0));
            assertEquals(0, ring.reader().read(ByteBuffer.allocate(0)));
            assertTrue(ring.reader().tryReadAll(new byte[0], 0, 0));
            assertEquals(index, ring.reader().position());
            assertEquals(6, ring.reader().readableBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 9, -5})
    void readTakesAsMuchAsThereIs(long start) throws IOException {
        for (int index = 0; index < 7; index++) {
            for (int length = 1; length <= 6; length++) {
                ByteRing ring = holdingSix(index, start);
                byte[] dst = new byte[9];
                assertEquals(length, ring.reader().read(dst, 1, length));
                assertEquals(start + index + length, ring.reader().position());
                assertEquals(6 - length, ring.reader().read(dst, 1 + length, 8 - length));
                ByteBuffer expected = ByteBuffer.allocate(9).put(1, of(0, 6));
                assertArrayEquals(expected.array(), dst, "nothing outside the range is touched");
            }
        }
    }

    static Stream<ByteBuffer> buffersOfSixBytes() {
        return Stream.of(
                ByteBuffer.allocate(6),
                ByteBuffer.allocateDirect(6),
                ByteBuffer.wrap(new byte[10], 2, 6),
                ByteBuffer.allocateDirect(10).position(3).limit(9).slice());
    }

    @ParameterizedTest
    @MethodSource("buffersOfSixBytes")
    void bufferMovesByTheCountAndKeepsItsLimit(ByteBuffer target) throws IOException {
        for (int index = 0; index < 7; index++) {
            ByteRing ring = holdingSix(index, 0);
            ByteBuffer dst = target.duplicate();
            dst.limit(target.position() + 4);
            assertEquals(4, ring.reader().read(dst));
            assertEquals(target.position() + 4, dst.position());
            assertEquals(dst.position(), dst.limit());
            assertArrayEquals(of(0, 4), content(target.duplicate().limit(dst.limit())));
            dst.limit(target.limit());
            ring.writer().write(of(6, 1), 0, 1);
            assertEquals(2, ring.reader().read(dst));
            assertArrayEquals(of(0, 6), content(target));
            assertEquals(1, ring.reader().readableBytes());
        }
    }

    @Test
    void readOnlyBufferIsRefused() throws IOException {
        for (int index = 0; index < 7; index++) {
            ByteRing ring = holdingSix(index, 0);
            ByteBuffer dst = ByteBuffer.allocate(6).asReadOnlyBuffer();
            assertRefused(
                    ring, ReadOnlyBufferException.class, () -> ring.reader().read(dst));
            assertEquals(0, dst.position());
            assertStillWorks(ring);
        }
    }

    @Test
    void tryReadAllIsAllOrNothing() throws IOException {
        for (int index = 0; index < 7; index++) {
            ByteRing ring = holdingSix(index, 0);
            byte[] dst = new byte[7];
            assertFalse(ring.reader().tryReadAll(dst, 0, 7));
            assertArrayEquals(new byte[7], dst);
            assertEquals(6, ring.reader().readableBytes());
            assertTrue(ring.reader().tryReadAll(dst, 1, 4));
            assertFalse(ring.reader().tryReadAll(dst, 0, 3));
            assertTrue(ring.reader().tryReadAll(dst, 5, 2));
            assertArrayEquals(ByteBuffer.allocate(7).put(1, of(0, 6)).array(), dst);
        }
    }

    @Test
    void tryReadAllRefusesWhatNeverCanBe() throws IOException {
        ByteRing ring = holdingSix(0, 0);
        assertRefused(
                ring, IllegalArgumentException.class, () -> ring.reader().tryReadAll(new byte[9], 0, 8), "0..7", 8);
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1,1", "0,-1", "0,9", "5,4", "9,0", "2147483647,2147483647", "1,2147483647"})
    void rangesOutsideTheArrayAreRefused(String range) throws IOException {
        int offset = Integer.parseInt(range.split(",")[0]);
        int length = Integer.parseInt(range.split(",")[1]);
        ByteRing ring = holdingSix(3, 0);
        RingReader reader = ring.reader();
        byte[] dst = new byte[8];
        assertRefused(ring, IndexOutOfBoundsException.class, () -> reader.read(dst, offset, length), offset, length, 8);
        assertRefused(
                ring, IndexOutOfBoundsException.class, () -> reader.tryReadAll(dst, offset, length), offset, length, 8);
        assertArrayEquals(of(0, 6), TestBytes.readAll(reader));
        assertStillWorks(ring);
    }
}
