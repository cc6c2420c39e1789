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

import io.bytering.ByteRing;
import io.bytering.Drainer;
import io.bytering.RingAssertions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Draining what waits through a callback. */
abstract class DrainContractTest implements RingFactory {
    /** A ring of 8 that holds the stream's bytes 0 to 5 over the end, 4 and 2. */
    private ByteRing holdingSixOverTheEnd() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 4);
        ring.writer().write(of(0, 6), 0, 6);
        return ring;
    }

    @Test
    void drainerIsCalledOnceWithTwoSlicesAndTheirTotal() throws IOException {
        ByteRing ring = holdingSixOverTheEnd();
        List<List<Integer>> calls = new ArrayList<>();
        Drainer drainer = (slices, length) -> {
            calls.add(List.of(slices.length, slices[0].remaining(), slices[1].remaining(), length));
            return length;
        };
        assertEquals(6, ring.reader().drain(drainer));
        assertEquals(0, ring.reader().drain(drainer));
        List<Integer> six = splits(ring) ? List.of(2, 4, 2, 6) : List.of(2, 6, 0, 6);
        assertEquals(List.of(six, List.of(2, 0, 0, 0)), calls, "also when the ring is empty");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 9, -5})
    void asManyAreConsumedAsTheDrainerSays(long start) throws IOException {
        for (int index = 0; index < 7; index++) {
            for (int count = 0; count <= 7; count++) {
                ByteRing ring = ring(7, start);
                advance(ring, index);
                ring.writer().write(of(0, 7), 0, 7);
                int taken = count;
                int drained = ring.reader().drain((slices, length) -> {
                    assertArrayEquals(of(0, 7), content(slices));
                    slices[0].position(slices[0].limit()); // moves nothing by itself
                    return taken;
                });
                assertEquals(count, drained);
                assertEquals(start + index + count, ring.reader().position());
                assertEquals(count, ring.writer().writableBytes());
                assertArrayEquals(of(count, 7 - count), readAll(ring.reader()));
                assertStillWorks(ring);
            }
        }
    }

    @Test
    void slicesMayBeWrittenTo() throws IOException {
        ByteRing ring = holdingSixOverTheEnd();
        ring.reader().drain((slices, length) -> {
            ByteBuffer slice = splits(ring) ? slices[1] : slices[0];
            slice.put(slice.limit() - 2, (byte) 99);
            return 3;
        });
        assertArrayEquals(new byte[] {3, 99, 5}, readAll(ring.reader()));
    }

    @Test
    void exceptionsPassThroughAndConsumeNothing() throws IOException {
        ByteRing ring = holdingSixOverTheEnd();
        for (Throwable thrown :
                List.of(new IOException("a"), new IllegalStateException("b"), new AssertionError("c"))) {
            Throwable caught = assertRefused(
                    ring,
                    thrown.getClass(),
                    () -> ring.reader().drain((slices, length) -> {
                        throw RingAssertions.<IOException>sneaky(thrown);
                    }));
            assertSame(thrown, caught);
        }
        assertArrayEquals(of(0, 6), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 7, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void impossibleCountsAreRefused(int count) throws IOException {
        ByteRing ring = holdingSixOverTheEnd();
        assertRefused(
                ring,
                IllegalArgumentException.class,
                () -> ring.reader().drain((slices, length) -> count),
                "drainer",
                "0..6",
                count);
        assertArrayEquals(of(0, 6), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @Test
    void nothingIsLeftForALaterConsume() throws IOException {
        ByteRing ring = holdingSixOverTheEnd();
        ring.reader().drain((slices, length) -> 1);
        assertRefused(ring, IllegalArgumentException.class, () -> ring.reader().consume(1), 1, "0..0");
        assertStillWorks(ring);
    }
}
