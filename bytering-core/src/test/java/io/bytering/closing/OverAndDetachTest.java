package io.bytering.closing;

import static io.bytering.RingAssertions.assertStillWorks;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.storage.Storage;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A ring over memory that someone lends it and gets back. */
class OverAndDetachTest {
    private static String illegal(Runnable call) {
        return assertThrowsExactly(IllegalArgumentException.class, call::run).getMessage();
    }

    private static String tooEarlyOrLate(Runnable call) {
        return assertThrowsExactly(IllegalStateException.class, call::run).getMessage();
    }

    @Test
    void regionIsUsedAndNothingAroundIt() throws IOException {
        for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(20), ByteBuffer.allocateDirect(20)}) {
            for (int i = 0; i < 20; i++) {
                buffer.put(i, (byte) 100);
            }
            buffer.position(5).limit(12);
            ByteRing ring = ByteRing.over(buffer);
            assertEquals(7, ring.capacity());
            assertStillWorks(ring);
            ring.writer().write(TestBytes.of(1, 7), 0, 7);
            ring.close();
            assertSame(buffer, ring.detach());
            assertEquals("5..12", buffer.position() + ".." + buffer.limit(), "as they were");
            for (int i = 0; i < 20; i++) {
                assertEquals(i < 5 || i >= 12, buffer.duplicate().clear().get(i) == 100, "index " + i);
            }
        }
    }

    @Test
    void arrayIsUsedWhole() throws IOException {
        byte[] array = new byte[6];
        ByteRing ring = ByteRing.over(array);
        ring.writer().write(TestBytes.of(1, 6), 0, 6);
        ring.close();
        ByteBuffer back = ring.detach();
        assertSame(array, back.array());
        assertEquals("0+6", back.position() + "+" + back.remaining());
        assertArrayEquals(TestBytes.of(1, 6), array);
    }

    @Test
    void laterMovesOfTheLentBufferDoNotReachTheRing() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8);
        ByteRing ring = ByteRing.over(buffer);
        buffer.position(8);
        assertEquals(8, ring.writer().writableBytes());
        assertStillWorks(ring);
        ring.close();
        assertEquals(8, ring.detach().position());
    }

    @Test
    void detachComesAfterBothHalvesAreClosedAndOnce() {
        for (boolean writerFirst : new boolean[] {true, false}) {
            ByteRing ring = ByteRing.over(new byte[4]);
            String open = tooEarlyOrLate(ring::detach);
            assertTrue(open.endsWith("writer open, reader open"), open);
            Runnable first = writerFirst ? ring.writer()::close : ring.reader()::close;
            first.run();
            String half = tooEarlyOrLate(ring::detach);
            assertTrue(half.endsWith(writerFirst ? "writer closed, reader open" : "writer open, reader closed"), half);
            ring.close();
            assertEquals(4, ring.detach().capacity(), "being too early has cost nothing");
            String twice = tooEarlyOrLate(ring::detach);
            assertTrue(twice.contains("detached before"), twice);
        }
    }

    @Test
    void memoryOfTheRingsOwnIsNotGivenAway() {
        ByteRing ring = ByteRing.ofCapacity(4);
        ring.close();
        assertTrue(tooEarlyOrLate(ring::detach).contains("the ring's own"));
    }

    @Test
    void memoryThatCannotBeARingIsRefused() {
        ByteBuffer readOnly = ByteBuffer.allocate(4).asReadOnlyBuffer();
        assertTrue(illegal(() -> ByteRing.over(readOnly)).contains("read-only"));
        ByteBuffer empty = ByteBuffer.allocate(4).position(4);
        assertTrue(illegal(() -> ByteRing.over(empty)).endsWith("must be in 1..1073741824: 0"));
        assertTrue(illegal(() -> ByteRing.over(new byte[0])).endsWith("must be in 1..1073741824: 0"));
    }

    @Test
    void lentMemoryGoesWithNothingThatItDecidesItself() {
        ByteRing.Builder builder = ByteRing.builder().over(new byte[4]);
        tooEarlyOrLate(builder.capacity(4)::build);
        tooEarlyOrLate(ByteRing.builder().over(new byte[4]).alignment(1)::build);
        tooEarlyOrLate(ByteRing.builder().over(new byte[4]).storage(Storage.heap())::build);
    }

    @Test
    void lentMemoryMakesOneRing() {
        ByteRing.Builder builder = ByteRing.builder().over(new byte[4]);
        assertEquals(4, builder.build().capacity());
        tooEarlyOrLate(builder::build);
    }

    @Test
    void impossibleCapacitiesAndAlignmentsAreRefused() {
        for (int capacity : new int[] {Integer.MIN_VALUE, -1, 0, ByteRing.MAX_CAPACITY + 1, Integer.MAX_VALUE}) {
            String message = "capacity must be in 1..1073741824: " + capacity;
            assertEquals(message, illegal(() -> ByteRing.ofCapacity(capacity)));
            assertEquals(message, illegal(() -> ByteRing.builder().capacity(capacity)));
        }
        for (int alignment : new int[] {Integer.MIN_VALUE, -8, -1, 0, 3, 6, 65, Integer.MAX_VALUE}) {
            String message = illegal(() -> ByteRing.builder().alignment(alignment));
            assertEquals("alignment must be a power of two in 1..1073741824: " + alignment, message);
        }
        assertEquals("a capacity is needed: call capacity(bytes)", tooEarlyOrLate(ByteRing.builder()::build));
    }
}
