package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.assertRefused;
import static io.bytering.RingAssertions.assertStillWorks;
import static io.bytering.RingAssertions.splits;
import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.Insides;
import io.bytering.testing.HostileChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a channel, well-behaved or not, into a ring. */
abstract class TransferFromContractTest implements RingFactory {
    private static final byte[] UNREAD = {99};

    private final HostileChannel channel = new HostileChannel();

    /** A ring of 8 with room over the end, 3 and 4; and with a byte that is not read yet: drained, it might start over. */
    private ByteRing withRoomOverTheEnd() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 4);
        ring.writer().write(UNREAD, 0, 1);
        return ring;
    }

    private static void skipUnread(ByteRing ring) {
        assertEquals(1, ring.reader().skip(1));
    }

    @Test
    void oneCallFillsBothSlices() throws IOException {
        ByteRing ring = withRoomOverTheEnd();
        assertEquals(7, ring.writer().transferFrom(channel));
        assertEquals(List.of(1, splits(ring) ? 2 : 1), List.of(channel.calls, channel.slices));
        skipUnread(ring);
        assertArrayEquals(of(0, 7), readAll(ring.reader()));
        assertEquals(7, ring.writer().position() - 5);
    }

    /** In one piece, and in memory that is hot. With many readers it is not: some may be behind, or come later. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 8})
    void drainedRingForOneReaderIsFilledFromTheStart(int index) throws IOException {
        ByteRing ring = ring(8);
        advance(ring, index);
        boolean inOne = Insides.startsOver(ring.writer()) || index == 8 || !splits(ring);
        for (int lap = 0; lap < 3; lap++) {
            channel.most = 0;
            assertEquals(0, ring.writer().transferFrom(channel), "a start without bytes");
            channel.most = 8;
            channel.calls = 0;
            assertEquals(8, ring.writer().transferFrom(channel));
            assertEquals(List.of(1, inOne ? 1 : 2), List.of(channel.calls, channel.slices));
            assertEquals(0, ring.writer().writableBytes());
            assertArrayEquals(of(8L * lap, 8), readAll(ring.reader()));
        }
        assertStillWorks(ring);
    }

    @Test
    void emptySecondSliceIsNotGiven() throws IOException {
        ByteRing ring = ring(8);
        ring.writer().write(of(0, 2), 0, 2);
        assertEquals(6, ring.writer().transferFrom(channel));
        assertEquals(List.of(1, 1), List.of(channel.calls, channel.slices));
    }

    @Test
    void fullRingDoesNotAskTheChannel() throws IOException {
        ByteRing ring = ring(8);
        ring.writer().write(of(0, 8), 0, 8);
        assertEquals(0, ring.writer().transferFrom(channel));
        assertEquals(0, channel.calls);
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void fewAtATimeArriveInOrder(int most) throws IOException {
        ByteRing ring = ring(8);
        channel.most = most;
        for (int i = 0; i < 40; i++) {
            int before = channel.sent;
            assertEquals(most, ring.writer().transferFrom(channel));
            assertArrayEquals(of(before, most), readAll(ring.reader()));
        }
    }

    @Test
    void noneAtATimeMovesNothing() throws IOException {
        ByteRing ring = withRoomOverTheEnd();
        channel.most = 0;
        assertEquals(0, ring.writer().transferFrom(channel));
        assertEquals(1, channel.calls);
        assertEquals(5, ring.writer().position());
        skipUnread(ring);
        assertStillWorks(ring);
    }

    @Test
    void endOfTheChannelIsPassedOnAndClosesNothing() throws IOException {
        ByteRing ring = withRoomOverTheEnd();
        channel.lie = -1L;
        assertEquals(-1, ring.writer().transferFrom(channel));
        assertFalse(ring.writer().isClosed());
        assertEquals(1, ring.reader().readableBytes());
        skipUnread(ring);
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    void throwingChannelPublishesNothing(int moved) throws IOException {
        for (Throwable thrown :
                List.of(new IOException("a"), new IllegalStateException("b"), new AssertionError("c"))) {
            ByteRing ring = withRoomOverTheEnd();
            channel.most = moved;
            channel.thrown = thrown;
            assertSame(
                    thrown,
                    assertRefused(ring, thrown.getClass(), () -> ring.writer().transferFrom(channel)));
            channel.most = 2;
            int before = channel.sent;
            assertEquals(2, ring.writer().transferFrom(channel));
            skipUnread(ring);
            assertArrayEquals(of(before, 2), readAll(ring.reader()));
            assertStillWorks(ring);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, 8, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 32) + 1})
    void impossibleCountsAreRefused(long count) throws IOException {
        ByteRing ring = withRoomOverTheEnd();
        assumeTrue(splits(ring) || count == (int) count, "one slice, so the channel returns an int");
        channel.lie = count;
        assertRefused(
                ring,
                IllegalArgumentException.class,
                () -> ring.writer().transferFrom(channel),
                "channel",
                "-1..7",
                count);
        skipUnread(ring);
        assertStillWorks(ring);
    }

    @Test
    void realChannelIsReadInPieces() throws IOException {
        Pipe pipe = Pipe.open();
        ByteRing ring = withRoomOverTheEnd();
        try (Pipe.SourceChannel source = pipe.source()) {
            try (Pipe.SinkChannel sink = pipe.sink()) {
                assertEquals(40, sink.write(ByteBuffer.wrap(of(0, 40))));
                assertEquals(7, ring.writer().transferFrom(source));
                skipUnread(ring);
                assertArrayEquals(of(0, 7), readAll(ring.reader()));
                for (int i = 7; i < 40; i += 8) {
                    int count = Math.min(8, 40 - i);
                    assertEquals(count, ring.writer().transferFrom(source));
                    assertArrayEquals(of(i, count), readAll(ring.reader()));
                }
                source.configureBlocking(false);
                assertEquals(0, ring.writer().transferFrom(source));
            }
            assertEquals(-1, ring.writer().transferFrom(source));
        }
    }
}
