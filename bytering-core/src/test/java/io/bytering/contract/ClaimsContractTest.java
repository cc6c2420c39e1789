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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.RingWriter;
import io.bytering.testing.HostileChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contiguous claims. */
abstract class ClaimsContractTest implements RingFactory {
    private static ByteBuffer claimed(ByteRing ring, int length) throws IOException {
        ByteBuffer slot = ring.writer().claim(length);
        assertNotNull(slot, () -> "claim of " + length + " on " + ring);
        assertEquals(length, slot.remaining());
        return slot;
    }

    @Test
    void claimIsPublishedByCommitOnly() throws IOException {
        ByteRing ring = ring(8);
        assertEquals(8, ring.writer().maxClaim());
        claimed(ring, 5).put(of(0, 5));
        assertEquals(0, ring.reader().readableBytes());
        assertEquals(0, ring.writer().position());
        ring.writer().commit(5);
        assertEquals(5, ring.writer().position());
        assertArrayEquals(of(0, 5), readAll(ring.reader()));
    }

    @Test
    void claimIsExactOrNull() throws IOException {
        ByteRing ring = ring(8);
        claimed(ring, 6).put(of(0, 6));
        ring.writer().commit(6);
        assertNull(ring.writer().claim(3));
        assertRefused(ring, IllegalStateException.class, () -> ring.writer().commit(0), 0);
        assertEquals(2, claimed(ring, 2).remaining());
        assertArrayEquals(of(0, 6), readAll(ring.reader()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 9, -5})
    void claimBehindTheWrapLeavesAGapThatTheReaderNeverSees(long start) throws IOException {
        ByteRing ring = ring(8, start);
        assumeTrue(splits(ring));
        advance(ring, 4);
        assertEquals(2, ring.writer().write(of(0, 2), 0, 2));
        ByteBuffer slot = claimed(ring, 4);
        assertEquals(0, slot.position(), "two bytes are left at the end, so it starts at index 0");
        slot.put(of(2, 4));
        ring.writer().commit(4);
        assertEquals(start + 10, ring.writer().position(), "the gap is not counted");
        assertEquals(0, ring.writer().writableBytes(), "but it can't be used before the reader has passed it");
        assertEquals(6, ring.reader().readableBytes());
        assertArrayEquals(of(0, 6), readAll(ring.reader()));
        assertEquals(8, ring.writer().writableBytes());
        assertStillWorks(ring);
    }

    @Test
    void commitMayBeShorterThanTheClaim() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 3);
        claimed(ring, 8).put(of(0, 8));
        ring.writer().commit(5);
        assertEquals(3, ring.writer().writableBytes());
        assertArrayEquals(of(0, 5), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 8})
    void abortLeavesPositionAndRoomUntouched(int length) throws IOException {
        for (boolean byZeroCommit : new boolean[] {false, true}) {
            ByteRing ring = ring(8);
            advance(ring, 4); // 4 are left at the end: longer claims start at index 0
            claimed(ring, length).put(of(90, length));
            if (byZeroCommit) {
                ring.writer().commit(0);
            } else {
                ring.writer().abort();
            }
            assertRefused(ring, IllegalStateException.class, () -> ring.writer().commit(1), 1);
            assertEquals(4, ring.writer().position());
            assertEquals(8, ring.writer().writableBytes());
            assertEquals(8, ring.writer().write(of(0, 8), 0, 8));
            assertArrayEquals(of(0, 8), readAll(ring.reader()));
        }
    }

    @Test
    void abortWithoutAClaimDoesNothing() throws IOException {
        ByteRing ring = ring(8);
        ring.writer().abort();
        ring.writer().write(of(0, 3), 0, 3);
        ring.writer().abort();
        assertArrayEquals(of(0, 3), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @Test
    void everyOtherWritingCallAbortsAClaim() throws IOException {
        ByteRing ring = ring(16);
        RingWriter writer = ring.writer();
        Executable[] calls = {
            () -> writer.write(new byte[1], 0, 1),
            () -> writer.write(ByteBuffer.allocate(1)),
            () -> writer.tryWriteAll(new byte[1], 0, 1),
            () -> writer.fill((slices, length) -> 1),
            () -> writer.transferFrom(new HostileChannel()),
            writer::abort,
            () -> writer.commit(2),
        };
        for (Executable call : calls) {
            claimed(ring, 3);
            run(call);
            assertRefused(ring, IllegalStateException.class, () -> writer.commit(2), 2);
            readAll(ring.reader());
        }
        claimed(ring, 3);
        claimed(ring, 2);
        assertRefused(ring, IllegalArgumentException.class, () -> writer.commit(3), 3, "0..2");
        assertStillWorks(ring);
    }

    private static void run(Executable call) {
        try {
            call.execute();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void questionsDoNotDisturbAClaim() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 5);
        claimed(ring, 6).put(of(0, 6));
        assertEquals(8, ring.writer().writableBytes());
        assertTrue(ring.writer().canClaim(8));
        assertEquals(5, ring.writer().position());
        ring.writer().commit(6);
        assertArrayEquals(of(0, 6), content(ring.reader().peek()));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 9, Integer.MAX_VALUE})
    void impossibleLengthsAreRefused(int length) throws IOException {
        ByteRing ring = ring(8);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().claim(length), length, "1..8");
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().canClaim(length), length, "1..8");
        if (length < 1) {
            assertRefused(
                    ring, IllegalArgumentException.class, () -> ring.writer().claimUpTo(length), length, "at least 1");
        }
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void commitOutsideTheClaimIsRefusedAndTheClaimStaysValid(int length) throws IOException {
        ByteRing ring = ring(8);
        claimed(ring, 4).put(of(0, 4));
        assertRefused(ring, IllegalArgumentException.class, () -> ring.writer().commit(length), length, "0..4");
        ring.writer().commit(4);
        assertArrayEquals(of(0, 4), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @CsvSource({
        // read, written, max → index, length: the longer of tail and head, and the tail where both will do
        "0, 0, 5, 0, 5",
        "0, 0, 100, 0, 8",
        "3, 3, 5, 3, 5",
        "3, 3, 6, 0, 6",
        "3, 3, 100, 0, 8",
        "2, 5, 100, 5, 3",
        "5, 6, 2, 6, 2",
        "5, 6, 100, 0, 5",
        "8, 8, 3, 0, 3",
        "4, 8, 100, 0, 4",
        "6, 10, 100, 2, 4",
    })
    void claimUpToTakesTheLargestPiece(int read, int written, int max, int index, int length) throws IOException {
        ByteRing ring = ring(8);
        assumeTrue(splits(ring));
        advance(ring, read);
        ring.writer().write(of(0, written - read), 0, written - read);
        ByteBuffer slot = ring.writer().claimUpTo(max);
        assertNotNull(slot);
        assertEquals(index + "+" + length, slot.position() + "+" + slot.remaining());
        slot.put(of(written - read, length));
        ring.writer().commit(length);
        assertArrayEquals(of(0, written - read + length), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @Test
    void claimUpToOfAFullRingIsNull() throws IOException {
        for (int index = 0; index < 8; index++) {
            ByteRing ring = ring(8);
            advance(ring, index);
            ring.writer().write(of(0, 8), 0, 8);
            assertNull(ring.writer().claimUpTo(1));
            assertNull(ring.writer().claimUpTo(Integer.MAX_VALUE));
        }
    }
}
