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

import io.bytering.ByteRing;
import io.bytering.Filler;
import io.bytering.RingAssertions;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filling the empty space through a callback. */
abstract class FillContractTest implements RingFactory {
    /** A ring of 8 with six bytes of room over the end, 4 and 2: it holds 6 and 7, from index 2 on. */
    private ByteRing withRoomOverTheEnd() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 2);
        ring.writer().write(new byte[] {6, 7}, 0, 2);
        return ring;
    }

    @Test
    void fillerIsCalledOnceWithTwoSlicesAndTheirTotal() throws IOException {
        ByteRing ring = withRoomOverTheEnd();
        List<List<Integer>> calls = new ArrayList<>();
        Filler filler = (slices, length) -> {
            calls.add(List.of(slices.length, slices[0].remaining(), slices[1].remaining(), length));
            return length;
        };
        assertEquals(6, ring.writer().fill(filler));
        assertEquals(0, ring.writer().fill(filler));
        List<Integer> six = splits(ring) ? List.of(2, 4, 2, 6) : List.of(2, 6, 0, 6);
        assertEquals(List.of(six, List.of(2, 0, 0, 0)), calls, "also when the ring is full");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 9, -5})
    void whatTheFillerPutIsPublishedInOrder(long start) throws IOException {
        for (int index = 0; index < 7; index++) {
            for (int count = 0; count <= 7; count++) {
                ByteRing ring = ring(7, start);
                advance(ring, index);
                int put = count;
                int filled = ring.writer().fill((slices, length) -> {
                    TestBytes.put(slices, 0, length); // all of it, of which only a part is counted
                    return put;
                });
                assertEquals(count, filled);
                assertEquals(start + index + count, ring.writer().position());
                assertArrayEquals(of(0, count), readAll(ring.reader()));
                assertStillWorks(ring);
            }
        }
    }

    @Test
    void positionsOfTheSlicesNeedNotBeMoved() throws IOException {
        ByteRing ring = withRoomOverTheEnd();
        ring.writer().fill((slices, length) -> {
            int first = slices[0].remaining();
            slices[0].put(slices[0].position(), of(10, first));
            slices[1].put(slices[1].position(), of(10 + first, 6 - first));
            return length;
        });
        assertArrayEquals(new byte[] {6, 7, 10, 11, 12, 13, 14, 15}, readAll(ring.reader()));
    }

    @Test
    void exceptionsPassThroughAndPublishNothing() throws IOException {
        ByteRing ring = withRoomOverTheEnd();
        for (Throwable thrown :
                List.of(new IOException("a"), new IllegalStateException("b"), new AssertionError("c"))) {
            Throwable caught = assertRefused(
                    ring,
                    thrown.getClass(),
                    () -> ring.writer().fill((slices, length) -> {
                        TestBytes.put(slices, 0, length);
                        throw RingAssertions.<IOException>sneaky(thrown);
                    }));
            assertSame(thrown, caught);
        }
        assertArrayEquals(new byte[] {6, 7}, readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 7, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void impossibleCountsAreRefused(int count) throws IOException {
        ByteRing ring = withRoomOverTheEnd();
        assertRefused(
                ring,
                IllegalArgumentException.class,
                () -> ring.writer().fill((slices, length) -> count),
                "filler",
                "0..6",
                count);
        assertArrayEquals(new byte[] {6, 7}, readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @Test
    void claimIsAbortedByFill() throws IOException {
        ByteRing ring = ring(8);
        ring.writer().claim(4);
        ring.writer().fill((slices, length) -> 0);
        assertRefused(ring, IllegalStateException.class, () -> ring.writer().commit(4), 4);
        assertStillWorks(ring);
    }
}
