package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.assertRefused;
import static io.bytering.RingAssertions.assertStillWorks;
import static io.bytering.RingAssertions.splits;
import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Out of a ring into a channel, well-behaved or not. */
abstract class TransferToContractTest implements RingFactory {
    private final HostileChannel channel = new HostileChannel();

    /** A ring of 8 that holds the stream's bytes 0 to 6 over the end, 3 and 4. */
    private ByteRing holdingSevenOverTheEnd() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 5);
        ring.writer().write(of(0, 7), 0, 7);
        return ring;
    }

    @Test
    void oneCallTakesBothSlices() throws IOException {
        ByteRing ring = holdingSevenOverTheEnd();
        assertEquals(7, ring.reader().transferTo(channel));
        assertEquals(List.of(1, splits(ring) ? 2 : 1), List.of(channel.calls, channel.slices));
        assertArrayEquals(of(0, 7), channel.received.toByteArray());
        assertEquals(12, ring.reader().position());
        assertEquals(8, ring.writer().writableBytes());
    }

    @Test
    void emptySecondSliceIsNotGiven() throws IOException {
        ByteRing ring = ring(8);
        ring.writer().write(of(0, 6), 0, 6);
        assertEquals(6, ring.reader().transferTo(channel));
        assertEquals(List.of(1, 1), List.of(channel.calls, channel.slices));
    }

    @Test
    void emptyRingDoesNotAskTheChannel() throws IOException {
        ByteRing ring = ring(8);
        assertEquals(0, ring.reader().transferTo(channel));
        assertEquals(0, channel.calls);
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void fewAtATimeLeaveInOrder(int most) throws IOException {
        ByteRing ring = ring(8);
        channel.most = most;
        int written = 0;
        for (int i = 0; i < 40; i++) {
            written += ring.writer().write(of(written, 8), 0, 8);
            assertEquals(most, ring.reader().transferTo(channel));
        }
        assertArrayEquals(of(0, 40 * most), channel.received.toByteArray());
    }

    @Test
    void noneAtATimeMovesNothing() throws IOException {
        ByteRing ring = holdingSevenOverTheEnd();
        channel.most = 0;
        assertEquals(0, ring.reader().transferTo(channel));
        assertEquals(1, channel.calls);
        assertArrayEquals(of(0, 7), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    void throwingChannelConsumesNothing(int moved) throws IOException {
        for (Throwable thrown :
                List.of(new IOException("a"), new IllegalStateException("b"), new AssertionError("c"))) {
            ByteRing ring = holdingSevenOverTheEnd();
            channel.most = moved;
            channel.thrown = thrown;
            assertSame(
                    thrown,
                    assertRefused(ring, thrown.getClass(), () -> ring.reader().transferTo(channel)));
            channel.most = 2;
            channel.received.reset();
            assertEquals(2, ring.reader().transferTo(channel));
            assertArrayEquals(of(0, 2), channel.received.toByteArray());
            assertArrayEquals(of(2, 5), readAll(ring.reader()));
            assertStillWorks(ring);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 8, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 32) + 1})
    void impossibleCountsAreRefused(long count) throws IOException {
        ByteRing ring = holdingSevenOverTheEnd();
        assumeTrue(splits(ring) || count == (int) count, "one slice, so the channel returns an int");
        channel.lie = count;
        assertRefused(
                ring,
                IllegalArgumentException.class,
                () -> ring.reader().transferTo(channel),
                "channel",
                "0..7",
                count);
        assertArrayEquals(of(0, 7), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @Test
    void realChannelTakesBothSlices() throws IOException {
        Pipe pipe = Pipe.open();
        ByteRing ring = holdingSevenOverTheEnd();
        try (Pipe.SourceChannel source = pipe.source()) {
            try (Pipe.SinkChannel sink = pipe.sink()) {
                assertEquals(7, ring.reader().transferTo(sink));
            }
            ByteBuffer got = ByteBuffer.allocate(9);
            while (source.read(got) > 0) {}
            assertArrayEquals(of(0, 7), TestBytes.content(got.flip()));
        }
    }
}
