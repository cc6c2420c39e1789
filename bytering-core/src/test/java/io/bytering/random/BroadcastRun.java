package io.bytering.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.Insides;
import io.bytering.RingAssertions;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Elsewhere;
import io.bytering.testing.PositionBytes;
import io.bytering.testing.Recovered;
import io.bytering.testing.ScribblingPool;
import io.bytering.testing.TestBytes;
import io.bytering.testing.Uses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.function.Executable;

/** Random calls on a writer and on readers that come and go: how much each call moves is known, and every byte is checked. */
public final class BroadcastRun extends RandomRun {
    static final int LARGEST = 60;

    /** In place of a pool of the run's own. */
    private static final Storage POOLED = (capacity, alignment) -> {
        throw new AssertionError();
    };

    static final List<Storage> STORAGES = MirroredMemory.isSupported()
            ? List.of(Storage.heap(), Storage.direct(), POOLED, Storage.mirrored())
            : List.of(Storage.heap(), Storage.direct(), POOLED);

    private static final class Reading {
        final RingReader reader;
        final boolean lossy;

        /** Where the next byte comes from, if none is missed meanwhile. */
        long next;

        /** Closed within its own call, which still has its room. */
        boolean leaving;

        /** Armed and not woken yet, with the writer's position from which on it must be woken. */
        RandomSleeper armed;

        long wakeAt;

        Reading(RingReader reader, boolean lossy) {
            this.reader = reader;
            this.lossy = lossy;
            this.next = reader.position();
        }
    }

    private final BroadcastRing ring;
    private final RingWriter writer;
    private final int capacity;
    private final long start;
    private final boolean mirrored;
    private final List<Reading> readers = new ArrayList<>();
    private final ScribblingPool pool;
    private RandomGenerator random;

    /** Whether the writer, or this reader, is within a callback. */
    private boolean writerIsLent;

    private Reading lent;

    /** Of the writer: armed and not woken yet, with the room that it waits for. */
    private RandomSleeper armed;

    private int awaited;

    BroadcastRun(Storage storage, int capacity, int historyPercent, boolean nearTheEnd) {
        start = nearTheEnd ? Long.MAX_VALUE - 4L * capacity : 0;
        pool = new ScribblingPool(false, capacity);
        ring = Insides.startingAt(start, Insides.exact(BroadcastRing.builder()).capacity(capacity))
                .storage(storage == POOLED ? pool : Recovered.storage(storage))
                .history(Math.min(capacity - 1, capacity * historyPercent / 100))
                .build();
        this.writer = ring.writer();
        this.capacity = capacity;
        this.mirrored = Insides.mapped(writer) > 0;
    }

    public static BroadcastRun any(RandomGenerator random) {
        Storage storage = STORAGES.get(random.nextInt(STORAGES.size()));
        return new BroadcastRun(storage, 1 + random.nextInt(LARGEST), random.nextInt(91), random.nextBoolean());
    }

    @Override
    protected void call(RandomGenerator choices, int writes) throws Exception {
        random = choices;
        int dice = random.nextInt(100);
        if (dice < 3) {
            come();
        } else if (dice < 5) {
            go();
        } else if (dice < 8) {
            arm();
        } else if (random.nextInt(100) < writes || readers.isEmpty()) {
            write();
        } else {
            read(readers.get(random.nextInt(readers.size())));
        }
        check();
        if (random.nextInt(200) == 0) {
            Elsewhere.call(this::ask);
        }
    }

    private void check() {
        assertEquals(readers.size(), ring.readers());
        for (Reading reading : readers) {
            assertEquals(reading.next, reading.reader.position());
            if (reading.armed != null) {
                reading.armed.assertWoken(writer.position() - reading.wakeAt >= 0 || writer.isClosed() ? 1 : 0);
                reading.armed = reading.armed.woken > 0 ? null : reading.armed;
            }
        }
        if (armed != null) {
            armed.assertWokenAtMostOnce();
            assertTrue(armed.woken == 1 || writer.writableBytes() < awaited, "not woken for the room it waits for");
            armed = armed.woken > 0 ? null : armed;
        }
        if (random.nextInt(4) == 0) {
            ask();
        }
    }

    /** Any thread, at any time: it changes nothing. */
    private boolean ask() {
        assertEquals(writer.isClosed() ? 0 : room(), writer.writableBytes());
        for (Reading reading : readers) {
            RingReader reader = reading.reader;
            long missed = reader.missedBytes();
            int there = reader.readableBytes();
            assertTrue(there >= 0 && there <= capacity);
            if (!reading.lossy) {
                assertEquals(reading.leaving ? 0 : writer.position() - reading.next, there);
            }
            assertEquals(writer.isClosed() && there == 0, reader.isExhausted());
            assertEquals(reading.leaving, reader.isClosed());
            assertEquals(missed, reader.missedBytes());
        }
        return true;
    }

    @Override
    protected void end() throws Exception {
        random = new SplittableRandom(1);
        closed(writer::close);
        while (!readers.isEmpty()) {
            check();
            Reading reading = readers.get(0);
            if (isExhausted(reading)) {
                assertEquals(writer.position(), reading.reader.position());
                reading.reader.close();
                readers.remove(reading);
            } else {
                read(reading);
            }
        }
        assertEquals(0, ring.readers());
        pool.requireAllBack();
    }

    private boolean isExhausted(Reading reading) {
        long missed = reading.reader.missedBytes();
        reading.reader.peek();
        missedSince(reading, missed); // a look may find a gap
        return reading.reader.isExhausted();
    }

    private void come() {
        if (readers.size() == 6) {
            return;
        }
        boolean lossy = random.nextBoolean();
        BroadcastRing.Start from = random.nextBoolean() ? BroadcastRing.Start.NEWEST : BroadcastRing.Start.OLDEST;
        note((lossy ? "lossy from " : "from ") + from + " at " + writer.position());
        Reading reading = new Reading(lossy ? ring.subscribeLossy(from) : ring.subscribe(from), lossy);
        if (from == BroadcastRing.Start.NEWEST) {
            assertEquals(writer.position(), reading.next);
        } else {
            assertIsOldest(reading.next);
        }
        readers.add(reading);
    }

    /** There may be gaps at the end of memory mapped once; on mirrored memory it is known how much must be left. */
    private void assertIsOldest(long position) {
        long left = writer.position() - position;
        long written = writer.position() - start;
        assertTrue(left >= 0 && left <= Math.min(capacity, written), left + " bytes left of " + written);
        if (mirrored) {
            assertTrue(left >= Math.min(ring.history(), written), left + " bytes left of " + written);
        }
    }

    /** A reader is closed, by this thread or another. The one that is within a callback has its room until that ends. */
    private void go() throws Exception {
        if (readers.isEmpty()) {
            return;
        }
        Reading reading = readers.get(random.nextInt(readers.size()));
        note("close" + (reading == lent ? " of the one that is lent" : ""));
        closed(reading.reader::close);
        if (reading.armed != null) {
            reading.armed.assertWoken(1);
        }
        reading.armed = null;
        reading.leaving = true;
        if (reading != lent) {
            readers.remove(reading);
        }
    }

    /** By this thread or another; what waiters throw comes out. */
    private void closed(Runnable close) throws Exception {
        RandomSleeper.Call<Boolean> call = () -> {
            close.run();
            return true;
        };
        if (random.nextInt(4) > 0) {
            RandomSleeper.call(call);
        } else {
            Elsewhere.call(() -> RandomSleeper.call(call));
        }
    }

    private void arm() {
        int amount = 1 + random.nextInt(writer.maxClaim());
        RandomSleeper sleeper = new RandomSleeper(random.nextInt(3) == 0);
        if (random.nextInt(4) == 0) {
            if (armed == null) {
                awaited = amount;
                armed = writer.arm(sleeper, amount) ? sleeper : null;
                note("the writer arms for " + amount);
            } else if (random.nextBoolean()) {
                assertTrue(writer.disarm(armed));
                armed = null;
            }
        } else if (!readers.isEmpty()) {
            Reading reading = readers.get(random.nextInt(readers.size()));
            if (reading.armed == null && !reading.lossy) {
                reading.wakeAt = reading.next + amount;
                boolean arms = reading.reader.arm(sleeper, amount);
                assertEquals(writer.position() - reading.wakeAt < 0 && !writer.isClosed(), arms);
                reading.armed = arms ? sleeper : null;
                note("a reader at " + reading.next + " arms for " + amount);
            } else if (reading.armed != null && random.nextBoolean()) {
                assertTrue(reading.reader.disarm(reading.armed));
                reading.armed = null;
            }
        }
    }

    /** What others do within a callback: its half may be closed and asked, but not used; the others go on. */
    private void comeIn() throws IOException {
        try {
            int dice = random.nextInt(12);
            if (dice == 0) {
                useLent();
            } else if (dice == 1) {
                ask();
            } else if (dice == 2 && random.nextInt(10) == 0) {
                Elsewhere.call(this::ask);
            } else if (dice == 3) {
                go();
            } else if (dice == 4 && !writer.isClosed()) {
                come();
            } else if (dice < 8 && !writerIsLent && !writer.isClosed()) {
                write();
            } else if (dice < 8 && lent == null && !readers.isEmpty()) {
                read(readers.get(random.nextInt(readers.size())));
            }
        } catch (Exception e) {
            throw RingAssertions.<IOException>sneaky(e);
        }
    }

    private void useLent() {
        boolean ofWriter = writerIsLent && (lent == null || random.nextBoolean());
        Map<String, Executable> uses = ofWriter ? Uses.of(writer) : Uses.of(lent.reader);
        List<String> names = new ArrayList<>(uses.keySet());
        String name = names.get(random.nextInt(names.size()));
        note("→ " + name + " of the lent half");
        assertThrows(IllegalStateException.class, uses.get(name), name); // perhaps as it is closed
    }

    /** Bytes moved by a call of the writer's, which a waiter may have thrown out of. */
    private int moved(RandomSleeper.Call<Integer> call) throws Exception {
        long before = writer.position();
        Integer returned = RandomSleeper.call(call);
        int moved = (int) (writer.position() - before);
        assertTrue(returned == null || returned == moved, "a waiter has thrown, when all was written");
        return moved;
    }

    private int committed(int count) throws Exception {
        return moved(() -> {
            writer.commit(count);
            return count;
        });
    }

    private long slowest() {
        return slowest(writer.position());
    }

    /** With the writer at that position. */
    private long slowest(long position) {
        long slowest = position;
        for (Reading reading : readers) {
            if (!reading.lossy && reading.next - slowest < 0) {
                slowest = reading.next;
            }
        }
        return slowest;
    }

    /** On memory mapped once claims leave gaps, so there may be less. */
    private int room() {
        long slowest = slowest();
        int most = (int) Math.min(writer.maxClaim(), slowest + capacity - writer.position());
        if (mirrored || slowest == writer.position()) {
            return most;
        }
        int room = writer.writableBytes();
        assertTrue(room <= most, room + " bytes of " + most);
        return room;
    }

    private void write() throws Exception {
        int length = random.nextInt(capacity + 2);
        long position = writer.position();
        int most = Math.min(length, room());
        int call = random.nextInt(6);
        note("write " + call + " of " + length + " at " + position);
        byte[] bytes = PositionBytes.from(position, length);
        switch (call) {
            case 0 -> assertWritten(most, position, moved(() -> writer.write(bytes, 0, length)), length);
            case 1 -> assertWritten(most, position, moved(() -> writer.write(ByteBuffer.wrap(bytes))), length);
            case 2 ->
                assertEquals(
                        most,
                        moved(() -> writer.fill((slices, there) -> {
                            assertEquals(room(), there);
                            writerIsLent = true;
                            comeIn();
                            writerIsLent = false;
                            scribble(slices, position);
                            return most;
                        })));
            case 3 -> {
                ByteBuffer[] slices = writer.slices();
                assertEquals(room(), slices[0].remaining() + slices[1].remaining());
                scribble(slices, position);
                assertEquals(most, committed(most));
            }
            case 4 -> {
                ByteBuffer claim = writer.claimUpTo(length + 1);
                if (claim != null) {
                    int count = Math.min(length, claim.remaining());
                    PositionBytes.put(claim, position);
                    assertEquals(count, committed(count));
                } else {
                    assertEquals(0, room());
                }
            }
            default -> {
                int claimed = Math.max(1, Math.min(length, writer.maxClaim()));
                boolean can = writer.canClaim(claimed);
                ByteBuffer claim = writer.claim(claimed);
                assertEquals(can, claim != null);
                assertTrue(can || slowest() != position, "there is no dead zone");
                if (claim != null) {
                    PositionBytes.put(claim, position);
                    int count = random.nextInt(claimed + 1);
                    assertEquals(count, committed(count));
                }
            }
        }
    }

    /** In pieces: all that no reader holds up. On memory mapped once there may be gaps between them. */
    private void assertWritten(int atOnce, long position, int written, int length) {
        long slowest = slowest(position);
        boolean waits = readers.stream().anyMatch(reading -> !reading.lossy);
        int most = waits ? (int) Math.min(length, slowest + capacity - position) : length;
        assertTrue(written >= atOnce && written <= most, written + " bytes of " + atOnce + " to " + most);
        assertTrue(written == most || waits && !mirrored, written + " bytes of " + most);
    }

    /** Everything that was offered, also what will not be committed. */
    private static void scribble(ByteBuffer[] slices, long position) {
        int here = slices[0].remaining();
        PositionBytes.put(slices[0], position);
        PositionBytes.put(slices[1], position + here);
    }

    private void read(Reading reading) throws Exception {
        RingReader reader = reading.reader;
        int length = random.nextInt(capacity + 2);
        int call = random.nextInt(6);
        note((reading.lossy ? "lossy read " : "read ") + call + " of " + length + " at " + reader.position());
        long missed = reader.missedBytes();
        switch (call) {
            case 0 -> {
                byte[] bytes = new byte[length];
                took(reading, bytes, moved(reading, () -> reader.read(bytes, 0, length)), length, missed);
            }
            case 1 -> {
                byte[] bytes = new byte[Math.min(length, capacity)];
                int moved = moved(reading, () -> reader.tryReadAll(bytes, 0, bytes.length) ? bytes.length : 0);
                boolean all = moved == bytes.length;
                took(reading, bytes, all ? bytes.length : 0, all ? bytes.length : 0, missed);
            }
            case 2 -> {
                ByteBuffer slice = reader.peek();
                byte[] bytes = TestBytes.content(slice);
                int count = random.nextInt(bytes.length + 1);
                consume(reading, count);
                took(reading, bytes, count, count, missed);
            }
            case 3 -> {
                byte[] bytes = TestBytes.content(reader.slices());
                consume(reading, bytes.length);
                took(reading, bytes, bytes.length, capacity, missed);
            }
            case 4 -> drain(reading, length, missed);
            default -> {
                int answer = reader.readableBytes();
                assertEquals(missed, reader.missedBytes(), "a question finds no gap");
                ByteBuffer[] slices = reader.slices();
                int there = slices[0].remaining() + slices[1].remaining();
                missedSince(reading, missed);
                assertAll(reading, there);
                assertTrue(answer >= there, "nobody writes meanwhile: answer=" + answer + ", there=" + there);
            }
        }
    }

    /** Whatever comes in, the bytes stay as they are until the call ends, and so does their room. */
    private void drain(Reading reading, int length, long missed) throws Exception {
        byte[][] bytes = {new byte[0]};
        int count = moved(
                reading,
                () -> reading.reader.drain((slices, there) -> {
                    missedSince(reading, missed);
                    assertAll(reading, there);
                    bytes[0] = TestBytes.content(slices);
                    Reading outer = lent;
                    lent = reading;
                    comeIn();
                    lent = outer;
                    assertArrayEquals(bytes[0], TestBytes.content(slices), "changed under the callback");
                    return Math.min(there, length);
                }));
        if (count < 0) {
            missedSince(reading, missed);
            assertAll(reading, 0);
        } else {
            assertEquals(Math.min(bytes[0].length, length), count);
            PositionBytes.check(bytes[0], count, reading.next);
            reading.next += count;
        }
        assertEquals(reading.next, reading.reader.position());
        if (reading.leaving) {
            readers.remove(reading);
        }
    }

    private int moved(Reading reading, RandomSleeper.Call<Integer> call) throws Exception {
        long before = reading.reader.position();
        long missed = reading.reader.missedBytes();
        Integer returned = RandomSleeper.call(call);
        int moved = (int) (reading.reader.position() - before - (reading.reader.missedBytes() - missed));
        assertTrue(returned == null || returned == moved || returned == -1 && moved == 0);
        return returned == null ? moved : returned;
    }

    private void consume(Reading reading, int count) throws Exception {
        int moved = moved(reading, () -> {
            reading.reader.consume(count);
            return count;
        });
        assertEquals(count, moved);
    }

    private void took(Reading reading, byte[] bytes, int count, int wanted, long missedBefore) {
        missedSince(reading, missedBefore);
        if (count < wanted && count >= 0) {
            assertAll(reading, count);
        }
        PositionBytes.check(bytes, Math.max(count, 0), reading.next);
        reading.next += Math.max(count, 0);
        assertEquals(reading.next, reading.reader.position());
    }

    private void missedSince(Reading reading, long before) {
        long missed = reading.reader.missedBytes() - before;
        assertTrue(missed == 0 || reading.lossy);
        reading.next += missed;
        if (missed > 0) {
            assertIsOldest(reading.next);
        }
    }

    /** That is all there is; a lossy reader may have less room than that. */
    private void assertAll(Reading reading, int count) {
        long there = writer.position() - reading.next;
        if (reading.lossy && count < there) {
            assertTrue(count > 0, there + " bytes wait, and none is offered");
        } else {
            assertEquals(there, count);
        }
    }
}
