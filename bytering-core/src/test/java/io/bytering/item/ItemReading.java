package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingClosedException;
import java.nio.Buffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** A reader of an {@link ItemRun}, and the number of the item that it should get next. */
final class ItemReading {
    private final ItemReader<?> reader;

    /** It gets no tags, and may miss items: {@link #next} is then that of the first one after the gap. */
    final boolean lossy;

    long next;
    private long missed;
    private int offered;

    ItemReading(ItemReader<?> reader, boolean lossy, long next) {
        this.reader = reader;
        this.lossy = lossy;
        this.next = next;
    }

    void step(ItemRun run, RandomGenerator random) {
        int call = random.nextInt(6);
        run.noted((lossy ? "lossy read " : "read ") + call + " at " + next);
        switch (call) {
            case 0, 1, 2 -> read(run, random);
            case 3 -> {
                checkTags(run, random.nextInt(run.capacity() + 1));
                look(run);
            }
            case 4 -> {
                int items = Math.min(look(run), random.nextInt(run.capacity() + 1));
                assertEquals(items * run.size(), reader.reader().skip(items * run.size()));
                next += items;
            }
            default -> refused();
        }
    }

    /** A slice, of which all is checked, and some consumed. */
    void read(ItemRun run, RandomGenerator random) {
        Buffer slice = reader.slice();
        gap(run);
        offered = reader.offeredItems();
        long waiting = run.written() - next;
        assertTrue(offered <= waiting && (offered > 0 || waiting == 0), offered + " items of " + waiting);
        assertTrue(lossy || !run.isMirrored() || offered == waiting, offered + " items of " + waiting);
        for (int i = 0; i < offered; i++) {
            ItemNumbers.check(slice, run.size(), next + i);
        }
        assertEquals(0, slice.remaining());
        for (int parts = random.nextInt(3); parts >= 0; parts--) {
            int count = random.nextInt(offered + 1);
            reader.consume(count);
            next += count;
            offered -= count;
            assertEquals(offered, reader.offeredItems());
        }
        checkTags(run, Integer.MAX_VALUE);
    }

    private void checkTags(ItemRun run, int items) {
        List<Tag> got = reader.tags(items);
        assertEquals(lossy ? List.of() : run.tags(next, next + items), got);
    }

    /** The items that wait. */
    private int look(ItemRun run) {
        reader.slice(); // a question finds no gap
        offered = reader.offeredItems();
        gap(run);
        int readable = reader.readableItems();
        long waiting = run.written() - next;
        assertTrue(readable <= waiting && (readable > 0 || waiting == 0), readable + " items of " + waiting);
        assertTrue(lossy || readable == waiting, readable + " items of " + waiting);
        return readable;
    }

    /** Any look may have found one. */
    private void gap(ItemRun run) {
        long bytes = reader.reader().missedBytes() - missed;
        assertTrue(bytes >= 0 && bytes % run.size() == 0, bytes + " bytes missed");
        assertTrue(bytes == 0 || lossy);
        missed += bytes;
        next += bytes / run.size();
    }

    private void refused() {
        int there = reader.offeredItems();
        assertThrowsExactly(IllegalArgumentException.class, () -> reader.consume(there + 1));
        assertThrowsExactly(IllegalArgumentException.class, () -> reader.consume(-1));
        assertThrowsExactly(IllegalArgumentException.class, () -> reader.consume(Integer.MAX_VALUE));
        assertThrowsExactly(IllegalArgumentException.class, () -> reader.tags(Integer.MIN_VALUE));
        assertEquals(there, reader.offeredItems());
    }

    boolean isExhausted(ItemRun run) {
        reader.reader().peek(); // a look may find a gap
        gap(run);
        return reader.isExhausted();
    }

    void close() {
        reader.close();
        assertThrowsExactly(RingClosedException.class, reader::slice);
        assertEquals(List.of(), reader.tags());
        assertEquals(0, reader.readableItems());
    }
}
