package io.bytering.blocking.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.Strategies;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.ScribblingPool;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
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
 * As {@link FaultsTest}, with readers that come and go, some of them lossy. Readers are closed from elsewhere, in the midst of
 * their calls and callbacks and of the writer's: what a call hands over is right all the same, and no other reader misses a byte.
 */
@Tag("overlays")
@Tag("slow")
@Timeout(value = 3, unit = TimeUnit.HOURS) // each ring has a limit of its own
class BroadcastFaultsTest {
    private static final int[] CAPACITIES = {1, 2, 3, 7, 8, 13, 61, 97, 1000, 4096, 1 << 17};
    private static final List<WaitStrategy> STRATEGIES = Strategies.each().collect(Collectors.toList());

    private final Map<String, ScribblingPool> pools = new HashMap<>();
    private int interrupts;
    private int timeouts;
    private int mishaps;
    private int visits;
    private int kicked;
    private int inside;
    private int toTheEnd;
    private int throwers;
    private long missed;
    private long questions;
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
        String seen = rings + " rings, " + visits + " readers, " + bytes + " bytes, " + missed + " missed, "
                + interrupts + " interrupts, " + timeouts + " timeouts, " + mishaps + " mishaps, " + kicked
                + " readers closed from elsewhere, " + inside + " closes inside a callback, " + toTheEnd
                + " readers that came to the end, " + throwers + " throws of waiters, " + questions
                + " rounds of questions";
        System.out.println("faults of broadcasts: " + seen);
        assertTrue(isAllMet(), seen);
    }

    private boolean isAllMet() {
        return interrupts > 0
                && timeouts > 0
                && mishaps > 0
                && kicked > 0
                && inside > 0
                && toTheEnd > 0
                && throwers > 0
                && missed > 0
                && questions > 0;
    }

    /** Readers of one thread, one after the other. */
    private static final class Visitor {
        private final BroadcastRing ring;
        private final WaitStrategy strategy;
        private final Random random;
        private final Throwers throwing;
        final Strangers strangers;

        @Nullable
        volatile RingReader half;

        volatile @Nullable SoakReader reader;

        /** Where the last one came to the end of the stream, or −1; the rest is for when its thread has ended. */
        long end = -1;

        int visits;
        int kicked;
        int interrupts;
        int timeouts;
        int mishaps;
        long bytes;
        long missed;

        Visitor(BroadcastRing ring, WaitStrategy strategy, long seed, Throwers throwing, boolean pooled) {
            this.ring = ring;
            this.strategy = strategy;
            this.random = new Random(seed);
            this.throwing = throwing;
            this.strangers = new Strangers(throwing, pooled);
        }

        long run() throws Exception {
            while (!ring.writer().isClosed()) {
                RingReader comes = come();
                if (comes != null) {
                    visit(comes);
                }
            }
            return end;
        }

        private @Nullable RingReader come() {
            BroadcastRing.Start from = random.nextBoolean() ? BroadcastRing.Start.NEWEST : BroadcastRing.Start.OLDEST;
            try {
                return random.nextInt(3) == 0 ? ring.subscribeLossy(from) : ring.subscribe(from);
            } catch (Throwers.Thrown e) { // of the writer, which was woken; this reader has left again
                throwing.caught(e);
                return null;
            }
        }

        private void visit(RingReader comes) throws Exception {
            visits++;
            long start = comes.position();
            SoakReader soak = new SoakReader(BlockingReader.of(comes, strategy), random.nextLong(), strangers);
            half = comes;
            reader = soak;
            try {
                long now = soak.run();
                if (soak.hasEnded() && !comes.isClosed()) {
                    end = now;
                }
            } catch (ClosedChannelException | IllegalStateException e) {
                boolean told = e instanceof ClosedChannelException
                        || e instanceof RingClosedException
                        || e.getClass() == IllegalStateException.class; // its copies were freed
                assertTrue(told && comes.isClosed(), e::toString);
                kicked++;
            } finally {
                strangers.quietly(comes::close);
            }
            assertTrue(comes.isLossy() || comes.missedBytes() == 0);
            interrupts += soak.interrupts;
            timeouts += soak.timeouts;
            mishaps += soak.mishaps;
            missed += comes.missedBytes();
            bytes += soak.position - start - comes.missedBytes();
        }

        /** Closes the reader that is there now, or lets it go. */
        void kick(Random random, Throwable cause, List<Strangers> where) {
            SoakReader now = reader;
            if (now == null || random.nextInt(4) == 0) {
                if (now != null) {
                    now.stop();
                }
                return;
            }
            Runnable close = () -> {
                RingReader target = half;
                boolean first = !target.isClosed();
                target.close(cause);
                assertTrue(!first || target.isClosed());
            };
            int place = random.nextInt(where.size() + 1);
            if (place == where.size()) {
                strangers.quietly(close);
            } else {
                where.get(place).doInside(close);
            }
        }
    }

    private void ring(Random random) {
        int capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
        boolean signals = random.nextInt(5) > 0;
        int strategies = signals ? STRATEGIES.size() : 2; // the first two never park
        WaitStrategy writing = STRATEGIES.get(random.nextInt(strategies));
        WaitStrategy reading = STRATEGIES.get(random.nextInt(strategies));
        int history = random.nextBoolean() ? 0 : random.nextInt(capacity);
        ScribblingPool pool = pool(random, capacity);
        BroadcastRing ring = BroadcastRing.builder()
                .capacity(capacity)
                .history(history)
                .storage(pool == null ? storage(random) : pool)
                .signals(signals)
                .build();
        Throwers throwing = new Throwers();
        Strangers atWriter = new Strangers(throwing, pool != null);
        SoakWriter writer = new SoakWriter(BlockingWriter.of(ring.writer(), writing), random.nextLong(), atWriter);
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            visitors.add(new Visitor(ring, reading, random.nextLong(), throwing, pool != null));
        }
        Throwable cause = random.nextBoolean() ? new Exception("a cause") : null;
        int ending = random.nextInt(3);
        Task<Long> written = Task.start(writer::run);
        List<Task<Long>> read = new ArrayList<>();
        visitors.forEach(visitor -> read.add(Task.start(visitor::run)));
        Monitor monitor = random.nextInt(3) > 0 ? null : Monitor.of(ring.writer(), () -> halves(visitors));
        disturb(random, written, read, atWriter, visitors);
        long before = writer.position;
        Runnable close = closing(ring, ending, cause, writer, pool);
        if (ending > 0 && random.nextBoolean()) {
            atWriter.doInside(close);
        } else {
            atWriter.quietly(close);
        }
        try {
            account(ring, ending, before, written, read, visitors);
            if (ending > 0) {
                assertSame(cause, ring.writer().closeCause());
            }
            questions += monitor == null ? 0 : monitor.stop();
            atWriter.quietly(ring::close);
            assertEquals(0, ring.readers());
            throwers += throwing.requireNoneLost();
            if (pool != null) {
                pool.requireAllBack();
            }
        } catch (Throwable e) {
            throw new AssertionError(
                    ring + ", ending " + ending + ", " + writing + " to " + reading + ", " + writer, e);
        }
        interrupts += writer.interrupts;
        timeouts += writer.timeouts;
        mishaps += writer.mishaps;
        inside += atWriter.inside.get();
        for (Visitor visitor : visitors) {
            inside += visitor.strangers.inside.get();
            visits += visitor.visits;
            kicked += visitor.kicked;
            interrupts += visitor.interrupts;
            timeouts += visitor.timeouts;
            mishaps += visitor.mishaps;
            bytes += visitor.bytes;
            missed += visitor.missed;
        }
    }

    private @Nullable ScribblingPool pool(Random random, int capacity) {
        if (random.nextInt(3) > 0) {
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

    private static List<RingReader> halves(List<Visitor> visitors) {
        List<RingReader> halves = new ArrayList<>();
        for (Visitor visitor : visitors) {
            RingReader half = visitor.half;
            if (half != null) {
                halves.add(half);
            }
        }
        return halves;
    }

    private static void disturb(
            Random random, Task<?> written, List<Task<Long>> read, Strangers atWriter, List<Visitor> visitors) {
        long end = System.nanoTime() + random.nextInt(random.nextInt(4) == 0 ? 100_000_000 : 20_000_000);
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(random.nextInt(1_000_000));
            int one = random.nextInt(visitors.size());
            switch (random.nextInt(4)) {
                case 0 -> written.interrupt();
                case 1 -> read.get(one).interrupt();
                default -> {
                    Visitor visitor = visitors.get(one);
                    visitor.kick(random, new Exception("kicked"), List.of(visitor.strangers, atWriter));
                }
            }
        }
    }

    private static Runnable closing(
            BroadcastRing ring,
            int ending,
            @Nullable Throwable cause,
            SoakWriter writer,
            @Nullable ScribblingPool pool) {
        return () -> {
            try {
                switch (ending) {
                    case 0 -> writer.stop();
                    case 1 -> ring.writer().close(cause);
                    default -> ring.close(cause);
                }
            } finally {
                if (pool != null) {
                    pool.useByAnother();
                }
            }
        };
    }

    private void account(
            BroadcastRing ring,
            int ending,
            long beforeTheEnd,
            Task<Long> written,
            List<Task<Long>> read,
            List<Visitor> visitors) {
        Throwable thrown = written.thrown();
        assertTrue(
                thrown == null
                        || ending > 0
                                && (thrown instanceof ClosedChannelException
                                        || thrown instanceof RingClosedException
                                        || thrown.getClass() == IllegalStateException.class),
                () -> "the writer ended by " + thrown);
        long position = ring.writer().position();
        for (int i = 0; i < visitors.size(); i++) {
            long end = read.get(i).get();
            if (end >= 0) {
                toTheEnd++;
                assertTrue(end <= position && end >= beforeTheEnd, () -> end + " of " + position);
                assertTrue(ending > 0 || end == position, () -> end + " of " + position);
            }
        }
    }
}
