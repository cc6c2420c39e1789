package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.random.RandomRun;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random calls on a writer of items and on readers that come and go: each item tells its number, each tag that of its item.
 * What must be refused is, and moves nothing.
 */
public final class ItemRun extends RandomRun {
    private final AnyItemRing ring;
    private final ItemWriter<?> writer;
    private final int size;
    private final List<ItemReading> readers = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>(); // their indexes count from the first item ever
    private RandomGenerator random;
    private long written;

    /** What {@code produce} may still publish of the last slice, and whether the writer moved since. */
    private int offered;

    private boolean moved;

    ItemRun(AnyItemRing ring) {
        this.ring = ring;
        this.writer = ring.writer;
        this.size = writer.type().bytes();
        if (ring.reader != null) {
            readers.add(new ItemReading(ring.reader, ring.kind.overwrites, 0));
        }
    }

    public static ItemRun any(RandomGenerator random) {
        return new ItemRun(AnyItemRing.any(random));
    }

    @Override
    protected void call(RandomGenerator choices, int writes) throws Exception {
        random = choices;
        if (random.nextInt(400) == 0) {
            note("close");
            writer.close();
        }
        if (ring.broadcast != null && random.nextInt(25) == 0) {
            comeOrGo();
        } else if (random.nextInt(100) < writes || readers.isEmpty()) {
            write();
        } else {
            readers.get(random.nextInt(readers.size())).step(this, random);
        }
        if (random.nextInt(4) == 0) {
            assertEquals(writer.writer().isClosed() ? 0 : room(), writer.writableItems());
        }
    }

    @Override
    protected void end() throws Exception {
        writer.close();
        for (ItemReading reading : readers) {
            while (!reading.isExhausted(this)) {
                reading.read(this, new SplittableRandom(1));
            }
            assertEquals(written, reading.next);
        }
        ring.close();
        assertThrowsExactly(RingClosedException.class, writer::slice);
    }

    void noted(String call) {
        note(call);
    }

    long written() {
        return written;
    }

    int capacity() {
        return writer.capacity();
    }

    int size() {
        return size;
    }

    boolean isMirrored() {
        return ring.mirrored;
    }

    /** Of the items from that on and before the other, indexes counted from the first of them. */
    List<Tag> tags(long from, long to) {
        List<Tag> between = new ArrayList<>();
        for (Tag tag : tags) {
            if (tag.index() >= from && tag.index() < to) {
                between.add(Tag.of((int) (tag.index() - from), tag.value()));
            }
        }
        return between;
    }

    private void comeOrGo() {
        boolean lossy = random.nextBoolean();
        if (readers.size() < 4 && random.nextBoolean()) {
            note(lossy ? "a lossy reader" : "a reader");
            ItemReader<?> reader = lossy ? ring.broadcast.subscribeLossy() : ring.broadcast.subscribe();
            readers.add(new ItemReading(reader, lossy, written));
        } else if (!readers.isEmpty()) {
            note("a reader's close");
            readers.remove(random.nextInt(readers.size())).close();
        }
    }

    /** Items produced one after the other leave no gaps. */
    private int room() {
        long slowest = written;
        for (ItemReading reading : readers) {
            slowest = reading.lossy ? slowest : Math.min(slowest, reading.next);
        }
        return (int) Math.min(writer.writer().maxClaim() / size, slowest + writer.capacity() - written);
    }

    private void write() throws Exception {
        int call = random.nextInt(offered > 0 ? 8 : 4);
        int length = random.nextInt(writer.capacity() + 2);
        note("write " + call + " of " + length + " at " + written);
        if (writer.writer().isClosed()) {
            assertThrowsExactly(RingClosedException.class, writer::slice);
            offered = 0;
        } else if (call < 2) {
            slice();
        } else if (call == 2) {
            refused();
        } else if (call == 3 && random.nextInt(4) == 0) {
            bytes(Math.min(length, room()));
        } else if (offered > 0) {
            produce(Math.min(length, offered));
        }
    }

    private void slice() throws RingAbandonedException {
        int room = room();
        Buffer slice = writer.slice();
        offered = writer.offeredItems();
        moved = false;
        assertTrue(offered <= room && (offered > 0 || room == 0), offered + " of " + room);
        assertTrue(!ring.mirrored || offered == room, offered + " of " + room);
        for (int i = 0; i < offered; i++) {
            ItemNumbers.put(slice, size, written + i);
        }
        assertEquals(0, slice.remaining());
    }

    private void produce(int items) throws RingAbandonedException {
        List<Tag> given = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0 && items > 0; i--) {
            given.add(Tag.of(random.nextInt(items), written));
        }
        if (moved && items > 0) {
            assertThrowsExactly(IllegalStateException.class, () -> writer.produce(items));
        } else if (ring.kind.overwrites && !given.isEmpty()) {
            assertThrowsExactly(IllegalStateException.class, () -> writer.produce(items, given));
        } else {
            writer.produce(items, given);
            given.sort((a, b) -> Integer.compare(a.index(), b.index()));
            given.forEach(tag -> tags.add(Tag.of((int) written + tag.index(), tag.value())));
            written += items;
            offered -= items;
        }
        assertEquals(offered, writer.offeredItems());
    }

    /** Whole items, by the half below. */
    private void bytes(int items) throws RingAbandonedException {
        ByteBuffer bytes = ByteBuffer.allocate(items * size);
        Buffer typed = writer.type().view(bytes);
        for (int i = 0; i < items; i++) {
            ItemNumbers.put(typed, size, written + i);
        }
        assertEquals(items * size, writer.writer().write(bytes));
        written += items;
        moved |= items > 0;
    }

    private void refused() {
        Class<? extends Exception> argument = IllegalArgumentException.class;
        assertThrowsExactly(argument, () -> writer.produce(offered + 1));
        assertThrowsExactly(argument, () -> writer.produce(Integer.MAX_VALUE));
        assertThrowsExactly(argument, () -> writer.produce(-1));
        assertThrowsExactly(argument, () -> writer.produce(Integer.MIN_VALUE, List.of()));
        if (!ring.kind.overwrites && !moved) {
            assertThrowsExactly(argument, () -> writer.produce(offered, Tag.of(offered, "on none")));
        }
    }
}
