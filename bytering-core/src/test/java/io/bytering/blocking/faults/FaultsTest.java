package io.bytering.blocking.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.Overflow;
import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.Rig;
import io.bytering.blocking.Strategies;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.ScribblingPool;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One ring after another, of every kind, while threads are interrupted, time runs out, callbacks and channels fail or lie,
 * waiters throw and a third thread asks questions; and in the end a half is closed, by its own thread or from elsewhere in the
 * midst of a call or of a callback. What was read is always the beginning of what was written, byte by byte; after an ordinary
 * end, all of it. Memory of a pool comes back when nobody is inside, and nobody touches it then. Takes {@code
 * -Dbytering.faults=PT5S}; a failure names its seed, and {@code -Dbytering.faults.seed=…} makes the same choices again.
 */
@Tag("overlays")
@Tag("slow")
@Timeout(value = 3, unit = TimeUnit.HOURS) // each ring has a limit of its own
class FaultsTest {
    private static final int[] CAPACITIES = {1, 2, 3, 5, 7, 8, 13, 61, 97, 1000, 4096, 10_007, 1 << 17};
    private static final List<WaitStrategy> STRATEGIES = Strategies.each().collect(Collectors.toList());

    private enum Ending {
        ORDINARY,
        WRITER_CLOSED,
        READER_CLOSED,
        BOTH_CLOSED
    }

    private final Map<String, ScribblingPool> pools = new HashMap<>();
    private int interrupts;
    private int timeouts;
    private int mishaps;
    private int cutShort;
    private int throwers;
    private int inside;
    private int causes;
    private long questions;
    private long missed;
    private long bytes;

    @Test
    void everyByteIsAccountedForWhateverGoesWrong() {
        long firstSeed = Long.getLong("bytering.faults.seed", System.nanoTime());
        long start = System.nanoTime();
        int rings = 0;
        // on a slow machine a little longer, until each kind was met
        while (System.nanoTime() - start < Effort.FAULTS.toNanos() || rings < 20 || (!isAllMet() && rings < 2000)) {
            long seed = firstSeed + rings++;
            try {
                ring(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", ring " + rings, e);
            }
        }
        String seen = rings + " rings, " + bytes + " bytes, " + missed + " missed, " + interrupts + " interrupts, "
                + timeouts + " timeouts, "
                + mishaps + " mishaps, " + cutShort + " calls cut short by a close, " + throwers
                + " throws of waiters, " + inside + " closes inside a callback, " + causes + " closes with a cause, "
                + questions + " rounds of questions";
        System.out.println("faults: " + seen);
        assertTrue(isAllMet(), seen);
    }

    private boolean isAllMet() {
        return interrupts > 0
                && timeouts > 0
                && mishaps > 0
                && cutShort > 0
                && throwers > 0
                && inside > 0
                && causes > 0
                && missed > 0
                && questions > 0;
    }

    private @Nullable ScribblingPool pool(Random random, int capacity) {
        if (random.nextInt(5) < 3) {
            return null;
        }
        boolean direct = random.nextBoolean();
        return pools.computeIfAbsent(direct + " " + capacity, key -> new ScribblingPool(direct, capacity));
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
        ScribblingPool pool = pool(random, capacity);
        Throwers throwing = new Throwers();
        Strangers atWriter = new Strangers(throwing, pool != null);
        Strangers atReader = new Strangers(throwing, pool != null);
        boolean overwrites = random.nextInt(4) == 0;
        Rig rig = new Rig(
                capacity,
                writing,
                pool == null ? storage(random) : pool,
                signals,
                overwrites ? Overflow.OVERWRITE_OLDEST : Overflow.REFUSE);
        SoakWriter writer = new SoakWriter(rig.writer, random.nextLong(), atWriter);
        SoakReader reader = new SoakReader(BlockingReader.of(rig.ring.reader(), reading), random.nextLong(), atReader);
        Ending ending = Ending.values()[random.nextInt(4)];
        Throwable cause = random.nextBoolean() ? new Exception("a cause") : null;
        Task<Long> written = Task.start(writer::run);
        Task<Long> read = Task.start(reader::run);
        Monitor monitor = random.nextInt(3) > 0
                ? null
                : Monitor.of(rig.ring.writer(), rig.ring.reader(), rig.reader.inputStream());
        disturb(random, written, read);
        long before = writer.position;
        Runnable close = closing(rig, ending, cause, writer, pool);
        switch (ending == Ending.ORDINARY ? 0 : random.nextInt(3)) {
            case 0 -> atWriter.quietly(close);
            case 1 -> atWriter.doInside(close);
            default -> atReader.doInside(close);
        }
        String what = ending + ", " + capacity + " bytes, " + writing + " to " + reading + ", " + writer + ", " + reader
                + (pool == null ? "" : ", of a pool") + (overwrites ? ", overwriting" : "");
        try {
            if (pool != null) {
                pool.useByAnother(); // while there may still be calls inside
            }
            account(rig, ending, before, written, read);
            told(rig, ending, cause);
            questions += monitor == null ? 0 : monitor.stop();
            atWriter.quietly(rig::close);
            throwers += throwing.requireNoneLost();
            if (pool != null) {
                pool.requireAllBack();
            }
        } catch (Throwable e) {
            throw new AssertionError(what, e);
        }
        interrupts += writer.interrupts + reader.interrupts;
        timeouts += writer.timeouts + reader.timeouts;
        mishaps += writer.mishaps + reader.mishaps;
        inside += atWriter.inside.get() + atReader.inside.get();
        long isMissed = rig.ring.reader().missedBytes();
        missed += isMissed;
        bytes += rig.ring.reader().position() - isMissed;
    }

    /** For some milliseconds, seldom for longer, so that also a ring's first calls meet its end. */
    private static void disturb(Random random, Task<?> written, Task<?> read) {
        long end = System.nanoTime() + random.nextInt(random.nextInt(4) == 0 ? 100_000_000 : 10_000_000);
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(random.nextInt(1_000_000));
            (random.nextBoolean() ? written : read).interrupt();
        }
    }

    /** How the ring is to end. Its memory must not be somebody else's while a call is inside. */
    private static Runnable closing(
            Rig rig, Ending ending, @Nullable Throwable cause, SoakWriter writer, @Nullable ScribblingPool pool) {
        return () -> {
            try {
                switch (ending) {
                    case ORDINARY -> writer.stop();
                    case WRITER_CLOSED -> rig.ring.writer().close(cause);
                    case READER_CLOSED -> rig.ring.reader().close(cause);
                    default -> rig.ring.close(cause);
                }
            } finally {
                if (pool != null) {
                    pool.useByAnother();
                }
            }
        };
    }

    private void account(Rig rig, Ending ending, long beforeTheEnd, Task<Long> written, Task<Long> read) {
        boolean readToTheEnd = ending == Ending.ORDINARY || ending == Ending.WRITER_CLOSED;
        if (ending == Ending.ORDINARY) {
            assertEquals(written.get(), read.get());
        } else {
            ends(written, rig.ring.writer().closeCause(), rig.ring.writer().failure());
            ends(read, rig.ring.reader().closeCause(), null);
        }
        long in = rig.ring.writer().position();
        long out = rig.ring.reader().position();
        assertTrue(out <= in && (ending != Ending.ORDINARY || out == in), out + " bytes read of " + in);
        if (readToTheEnd) {
            assertEquals(out, read.get(), "what the reader counted");
            assertTrue(out >= beforeTheEnd, out + " bytes read, " + beforeTheEnd + " were written before the close");
        } else {
            boolean held = in - out <= rig.ring.capacity();
            assertTrue(held || rig.ring.reader().isLossy(), in + " bytes written, " + out + " read");
        }
    }

    /** Both halves know why one was closed. */
    private void told(Rig rig, Ending ending, @Nullable Throwable cause) {
        if (ending == Ending.WRITER_CLOSED || ending == Ending.BOTH_CLOSED) {
            assertSame(cause, rig.ring.writer().closeCause());
            assertSame(cause, rig.ring.reader().failure());
        }
        if (ending == Ending.READER_CLOSED || ending == Ending.BOTH_CLOSED) {
            assertSame(cause, rig.ring.reader().closeCause());
            assertSame(cause, rig.ring.writer().failure());
        }
        if (ending == Ending.ORDINARY) {
            assertNull(rig.ring.writer().closeCause());
        } else if (cause != null) {
            causes++;
        }
    }

    /** In one of the ways that are told in the documentation, with the cause of the close. */
    private void ends(Task<Long> task, @Nullable Throwable closeCause, @Nullable Throwable abandoned) {
        Throwable thrown = task.thrown();
        if (thrown == null) {
            return;
        }
        cutShort++;
        if (thrown instanceof RingAbandonedException) {
            assertCauseIs(abandoned, thrown);
        } else if (thrown instanceof ClosedChannelException || thrown instanceof RingClosedException) {
            assertCauseIs(closeCause, thrown);
        } else if (thrown.getClass() != IllegalStateException.class) { // a buffer in use when its memory was freed
            throw new AssertionError("ended by " + thrown, thrown);
        }
    }

    private static void assertCauseIs(@Nullable Throwable cause, Throwable thrown) {
        if (cause != null) {
            assertSame(cause, thrown.getCause(), () -> "the cause of " + thrown);
        }
    }
}
