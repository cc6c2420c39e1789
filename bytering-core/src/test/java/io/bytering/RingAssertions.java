package io.bytering;

import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** What a test says about a ring as a whole. */
public final class RingAssertions {
    private RingAssertions() {}

    /** The call throws exactly this, names the words and numbers, and neither half nor any byte has moved. */
    public static <T extends Throwable> T assertRefused(
            ByteRing ring, Class<T> type, Executable call, Object... named) {
        List<Long> before = state(ring);
        T thrown = assertThrowsExactly(type, call);
        for (Object word : named) {
            String message = String.valueOf(thrown.getMessage());
            assertTrue(message.matches("(?s).*(?<![0-9])\\Q" + word + "\\E(?![0-9]).*"), word + " in: " + message);
        }
        assertEquals(before, state(ring), "positions, readable, writable");
        return thrown;
    }

    /** Whether what reaches over the physical end comes in two slices; on mirrored memory it never does. */
    public static boolean splits(ByteRing ring) {
        return ring.writer().state.mapped == 0;
    }

    private static List<Long> state(ByteRing ring) {
        RingWriter writer = ring.writer();
        RingReader reader = ring.reader();
        return List.of(
                writer.position(), reader.position(), (long) reader.readableBytes(), (long) writer.writableBytes());
    }

    /** Consumes what waits, then sends three rings full of bytes through, in pieces that cross the end. */
    public static void assertStillWorks(ByteRing ring) throws IOException {
        int capacity = ring.capacity();
        readAll(ring.reader());
        int step = Math.max(1, capacity * 2 / 3);
        for (int sent = 0; sent < 3 * capacity; sent += step) {
            assertEquals(step, ring.writer().write(of(sent, step), 0, step));
            assertArrayEquals(of(sent, step), readAll(ring.reader()));
        }
        assertEquals(capacity, ring.writer().write(of(7, capacity), 0, capacity), "all bytes are usable");
        assertEquals(0, ring.writer().writableBytes());
        assertArrayEquals(of(7, capacity), readAll(ring.reader()));
    }

    /** Moves both halves of an empty ring on by so many bytes. */
    public static void advance(ByteRing ring, int bytes) throws IOException {
        for (int left = bytes; left > 0; ) {
            int count = ring.writer().write(new byte[ring.capacity()], 0, Math.min(left, ring.capacity()));
            assertEquals(count, ring.reader().skip(count));
            left -= count;
        }
    }

    /** Throws what the compiler would not let pass. */
    @SuppressWarnings("unchecked")
    public static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
