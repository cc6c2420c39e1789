package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Moves ints, and says what a test says about a ring of them. */
public final class ItemRings {
    private ItemRings() {}

    /** Produces the numbers from {@code first} on: in two parts, if the end of the memory is between them. */
    public static void produce(ItemRing<IntBuffer> ring, int first, int count, Tag... tags) throws IOException {
        for (int done = 0; done < count; ) {
            IntBuffer slice = ring.writer().slice();
            int here = Math.min(count - done, slice.remaining());
            assertTrue(here > 0, "there is room");
            for (int i = 0; i < here; i++) {
                slice.put(first + done + i);
            }
            List<Tag> tagsHere = new ArrayList<>();
            for (Tag tag : tags) {
                int index = tag.index() - done;
                if (index >= 0 && index < here) {
                    tagsHere.add(Tag.of(index, tag.value()));
                }
            }
            ring.writer().produce(here, tagsHere);
            done += here;
        }
    }

    /** Consumes so many numbers and expects them to count up from {@code first}. */
    public static void consume(ItemRing<IntBuffer> ring, int first, int count) {
        for (int done = 0; done < count; ) {
            IntBuffer slice = ring.reader().slice();
            int here = Math.min(count - done, slice.remaining());
            assertTrue(here > 0, "there are items");
            for (int i = 0; i < here; i++) {
                assertEquals(first + done + i, slice.get());
            }
            ring.reader().consume(here);
            done += here;
        }
    }

    /** Moves both halves of an empty ring on. */
    public static void advance(ItemRing<IntBuffer> ring, int items) throws IOException {
        for (int left = items; left > 0; ) {
            int count = Math.min(left, ring.capacity());
            produce(ring, 0, count);
            consume(ring, 0, count);
            left -= count;
        }
    }

    public static List<Integer> indexes(ItemReader<?> reader) {
        List<Integer> indexes = new ArrayList<>();
        reader.tags().forEach(tag -> indexes.add(tag.index()));
        return indexes;
    }

    /** The call throws exactly this, names the numbers, and no item and no tag has moved. */
    public static <T extends Throwable> void assertRefused(
            ItemRing<?> ring, Class<T> type, Executable call, Object... named) {
        List<Object> before = state(ring);
        T thrown = assertThrowsExactly(type, call);
        String message = String.valueOf(thrown.getMessage());
        for (Object word : named) {
            assertTrue(message.matches("(?s).*(?<![0-9])\\Q" + word + "\\E(?![0-9]).*"), word + " in: " + message);
        }
        assertEquals(before, state(ring), "positions, readable, writable, tags");
    }

    private static List<Object> state(ItemRing<?> ring) {
        return List.of(
                ring.writer().writer().position(),
                ring.reader().reader().position(),
                ring.reader().readableItems(),
                ring.writer().writableItems(),
                ring.reader().tags());
    }
}
