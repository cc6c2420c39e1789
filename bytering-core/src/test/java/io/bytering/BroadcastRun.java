package io.bytering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random calls on a writer and on readers that come and go: how much each call moves is known, and every byte is checked. */
final class BroadcastRun extends RandomRun {
    static final int LARGEST = 60;

    static final List<Storage> STORAGES = MirroredMemory.isSupported()
            ? List.of(Storage.heap(), Storage.direct(), Storage.mirrored())
            : List.of(Storage.heap(), Storage.direct());

    private static final class Reading {
        final RingReader reader;
        final boolean lossy;

        /** Where the next byte comes from, if none is missed meanwhile. */
        long next;

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
    private RandomGenerator random;

    BroadcastRun(Storage storage, int capacity, int historyPercent, boolean nearTheEnd) {
        start = nearTheEnd ? Long.MAX_VALUE - 4L * capacity : 0;
        ring = BroadcastRing.builder()
                .capacity(capacity)
                .exact()
                .storage(Recovered.storage(storage))
                .history(Math.min(capacity - 1, capacity * historyPercent / 100))
                .startPosition(start)
                .build();
        this.writer = ring.writer();
        this.capacity = capacity;
        this.mirrored = writer.state.mapped > 0;
    }

    static BroadcastRun any(RandomGenerator random) {
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
        } else if (random.nextInt(100) < writes || readers.isEmpty()) {
            write();
        } else {
            read(readers.get(random.nextInt(readers.size())));
        }
        assertEquals(readers.size(), ring.readers());
        for (Reading reading : readers) {
            assertEquals(reading.next, reading.reader.position());
        }
        if (random.nextInt(4) == 0) {
            assertEquals(room(), writer.writableBytes());
        }
    }

    @Override
    protected void end() throws Exception {
        writer.close();
        random = new SplittableRandom(1);
        for (Reading reading : readers) {
            while (!isExhausted(reading)) {
                read(reading);
            }
            assertEquals(writer.position(), reading.reader.position());
            reading.reader.close();
        }
        assertEquals(0, ring.readers());
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

    private void go() {
        if (!readers.isEmpty()) {
            note("close");
            readers.remove(random.nextInt(readers.size())).reader.close();
        }
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
            case 0 -> assertWritten(most, position, writer.write(bytes, 0, length), length);
            case 1 -> assertWritten(most, position, writer.write(ByteBuffer.wrap(bytes)), length);
            case 2 ->
                assertEquals(most, writer.fill((slices, there) -> {
                    assertEquals(room(), there);
                    scribble(slices, position);
                    return most;
                }));
            case 3 -> {
                ByteBuffer[] slices = writer.slices();
                assertEquals(room(), slices[0].remaining() + slices[1].remaining());
                scribble(slices, position);
                writer.commit(most);
            }
            case 4 -> {
                ByteBuffer claim = writer.claimUpTo(length + 1);
                if (claim != null) {
                    int count = Math.min(length, claim.remaining());
                    PositionBytes.put(claim, position);
                    writer.commit(count);
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
                    writer.commit(random.nextInt(claimed + 1));
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
                took(reading, bytes, reader.read(bytes, 0, length), length, missed);
            }
            case 1 -> {
                byte[] bytes = new byte[Math.min(length, capacity)];
                boolean all = reader.tryReadAll(bytes, 0, bytes.length);
                took(reading, bytes, all ? bytes.length : 0, all ? bytes.length : 0, missed);
            }
            case 2 -> {
                ByteBuffer slice = reader.peek();
                byte[] bytes = TestBytes.content(slice);
                int count = random.nextInt(bytes.length + 1);
                reader.consume(count);
                took(reading, bytes, count, count, missed);
            }
            case 3 -> {
                byte[] bytes = TestBytes.content(reader.slices());
                reader.consume(bytes.length);
                took(reading, bytes, bytes.length, capacity, missed);
            }
            case 4 -> {
                byte[][] bytes = {new byte[0]};
                int count = reader.drain((slices, there) -> {
                    bytes[0] = TestBytes.content(slices);
                    return Math.min(there, length);
                });
                took(reading, bytes[0], count, length, missed);
            }
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
