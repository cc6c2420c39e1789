package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.Effort;
import io.bytering.RingAbandonedException;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One ring after another, of every kind, while threads are interrupted, time runs out, callbacks and channels fail or lie,
 * and in the end a half is closed, by its own thread or from elsewhere in the midst of a call. What was read is always the
 * beginning of what was written, byte by byte; after an ordinary end, all of it. Takes {@code -Dbytering.faults=PT5S}; a
 * failure names its seed, and {@code -Dbytering.faults.seed=…} makes the same choices again.
 */
@Tag("slow")
@Timeout(value = 3, unit = TimeUnit.HOURS) // each ring has a limit of its own
class FaultsTest {
    private static final int[] CAPACITIES = {1, 2, 3, 5, 7, 8, 13, 61, 97, 1000, 4096, 10_007};
    private static final List<WaitStrategy> STRATEGIES = Strategies.each().collect(Collectors.toList());

    private enum Ending {
        ORDINARY,
        WRITER_CLOSED,
        READER_CLOSED,
        BOTH_CLOSED
    }

    private int interrupts;
    private int timeouts;
    private int mishaps;
    private int cutShort;
    private long bytes;

    @Test
    void everyByteIsAccountedForWhateverGoesWrong() {
        long firstSeed = Long.getLong("bytering.faults.seed", System.nanoTime());
        long start = System.nanoTime();
        int rings = 0;
        while (System.nanoTime() - start < Effort.FAULTS.toNanos() || rings < 20) {
            long seed = firstSeed + rings++;
            try {
                ring(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", ring " + rings, e);
            }
        }
        String seen = rings + " rings, " + bytes + " bytes, " + interrupts + " interrupts, " + timeouts + " timeouts, "
                + mishaps + " mishaps, " + cutShort + " calls cut short by a close";
        System.out.println("faults: " + seen);
        assertTrue(interrupts > 0 && timeouts > 0 && mishaps > 0 && cutShort > 0, seen);
    }

    private static Storage storage(Random random) {
        int dice = random.nextInt(3);
        return dice == 0
                ? Storage.heap()
                : dice == 1 || !MirroredMemory.isSupported() ? Storage.direct() : Storage.mirrored();
    }

    private void ring(Random random) {
        int capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
        boolean signals = random.nextInt(5) > 0;
        int strategies = signals ? STRATEGIES.size() : 2; // the first two never park
        WaitStrategy writing = STRATEGIES.get(random.nextInt(strategies));
        WaitStrategy reading = STRATEGIES.get(random.nextInt(strategies));
        try (Rig rig = new Rig(capacity, writing, storage(random), signals)) {
            SoakWriter writer = new SoakWriter(rig.writer, random.nextLong(), true);
            SoakReader reader = new SoakReader(BlockingReader.of(rig.ring.reader(), reading), random.nextLong(), true);
            Ending ending = Ending.values()[random.nextInt(4)];
            Task<Long> written = Task.start(writer::run);
            Task<Long> read = Task.start(reader::run);
            disturb(random, written, read);
            long before = writer.position;
            switch (ending) {
                case ORDINARY -> writer.stop();
                case WRITER_CLOSED -> rig.ring.writer().close();
                case READER_CLOSED -> rig.ring.reader().close();
                default -> rig.ring.close();
            }
            String what =
                    ending + ", " + capacity + " bytes, " + writing + " to " + reading + ", " + writer + ", " + reader;
            try {
                account(rig, ending, before, written, read);
            } catch (AssertionError e) {
                throw new AssertionError(what, e);
            }
            interrupts += writer.interrupts + reader.interrupts;
            timeouts += writer.timeouts + reader.timeouts;
            mishaps += writer.mishaps + reader.mishaps;
            bytes += rig.ring.reader().position();
        }
    }

    /** For some milliseconds, seldom for longer, so that also a ring's first calls meet its end. */
    private static void disturb(Random random, Task<?> written, Task<?> read) {
        long end = System.nanoTime() + random.nextInt(random.nextInt(4) == 0 ? 100_000_000 : 10_000_000);
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(random.nextInt(1_000_000));
            (random.nextBoolean() ? written : read).interrupt();
        }
    }

    private void account(Rig rig, Ending ending, long beforeTheEnd, Task<Long> written, Task<Long> read) {
        boolean readToTheEnd = ending == Ending.ORDINARY || ending == Ending.WRITER_CLOSED;
        if (ending == Ending.ORDINARY) {
            assertEquals(written.get(), read.get());
        } else {
            ends(written);
            ends(read);
        }
        long in = rig.ring.writer().position();
        long out = rig.ring.reader().position();
        assertTrue(out <= in && (ending != Ending.ORDINARY || out == in), out + " bytes read of " + in);
        if (readToTheEnd) {
            assertEquals(out, read.get(), "what the reader counted");
            assertTrue(out >= beforeTheEnd, out + " bytes read, " + beforeTheEnd + " were written before the close");
        } else {
            assertTrue(in - out <= rig.ring.capacity(), in + " bytes written, " + out + " read");
        }
    }

    /** In one of the ways that are told in the documentation. */
    private void ends(Task<Long> task) {
        Throwable thrown = task.thrown();
        if (thrown != null) {
            cutShort++;
            boolean told = thrown instanceof ClosedChannelException
                    || thrown instanceof RingAbandonedException
                    || thrown.getClass() == IllegalStateException.class; // a buffer in use when its memory was freed
            if (!told) {
                throw new AssertionError("ended by " + thrown, thrown);
            }
        }
    }
}
