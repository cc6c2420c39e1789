package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.BroadcastRing;
import io.bytering.RingReader;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZII_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Waking in a ring with many readers. */
public class ManyReadersWake {
    private ManyReadersWake() {}

    /** A reader falls asleep while another sleeps already: a byte wakes both. */
    @JCStressTest
    @Outcome(id = "false, 0, 1", expect = ACCEPTABLE, desc = "there already: nothing armed; the other was woken")
    @Outcome(id = "true, 1, 1", expect = ACCEPTABLE, desc = "both woken, each once")
    @Outcome(expect = FORBIDDEN, desc = "somebody asleep for ever, or woken twice")
    @State
    public static class ReaderWaits {
        private final BroadcastRing ring = Moves.signallingBroadcast(4);
        private final RingReader reader = ring.subscribe();
        private final Woken waiter = new Woken();
        private final Woken other = new Woken();

        public ReaderWaits() {
            ring.subscribe().arm(other, 1);
        }

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 1);
        }

        @Actor
        public void reader(ZII_Result r) {
            r.r1 = reader.arm(waiter, 1);
        }

        @Arbiter
        public void after(ZII_Result r) {
            r.r2 = waiter.get();
            r.r3 = other.get();
        }
    }

    /** A reader gives up its wait for a byte and begins one for two, while its old place in the queue is taken away. */
    @JCStressTest
    @Outcome(id = "1, 1, 0, 1", expect = ACCEPTABLE, desc = "the first wait taken back, the second woken")
    @Outcome(id = "1, 0, 0, 0", expect = ACCEPTABLE, desc = "the first wait taken back, both bytes there already")
    @Outcome(id = "0, 1, 1, 1", expect = ACCEPTABLE, desc = "both waits woken")
    @Outcome(id = "0, 0, 1, 0", expect = ACCEPTABLE, desc = "the first wait woken, both bytes there already")
    @Outcome(expect = FORBIDDEN, desc = "somebody asleep for ever, or woken twice")
    @State
    public static class ReaderWaitsAgain {
        private final BroadcastRing ring = Moves.signallingBroadcast(4);
        private final RingReader reader = ring.subscribe();
        private final Woken first = new Woken();
        private final Woken second = new Woken();

        public ReaderWaitsAgain() {
            reader.arm(first, 1);
        }

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 1);
            Moves.write(ring.writer(), 2);
        }

        @Actor
        public void reader(IIII_Result r) {
            r.r1 = reader.disarm(first) ? 1 : 0;
            r.r2 = reader.arm(second, 2) ? 1 : 0;
        }

        @Arbiter
        public void after(IIII_Result r) {
            r.r3 = first.get();
            r.r4 = second.get();
        }
    }

    /** Readers fall asleep over more than the byte that wakes another: they are in the queue when the rest comes. */
    @JCStressTest
    @Outcome(id = "1, 3", expect = ACCEPTABLE, desc = "all woken, each once")
    @Outcome(expect = FORBIDDEN, desc = "somebody asleep for ever, or woken twice")
    @State
    public static class ReadersWaitForMore {
        private final BroadcastRing ring = Moves.signallingBroadcast(4);
        private final RingReader[] readers = {ring.subscribe(), ring.subscribe(), ring.subscribe()};
        private final Woken other = new Woken();
        private final Woken waiter = new Woken();

        public ReadersWaitForMore() {
            ring.subscribe().arm(other, 1);
        }

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 1);
        }

        @Actor
        public void readers() {
            for (RingReader reader : readers) {
                reader.arm(waiter, 2);
            }
        }

        @Arbiter
        public void after(II_Result r) {
            Moves.write(ring.writer(), 2);
            r.r1 = other.get();
            r.r2 = waiter.get();
        }
    }

    /** The writer sleeps until both readers have made room: the last of them wakes it. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken once")
    @Outcome(id = "0", expect = FORBIDDEN, desc = "each left it to the other")
    @Outcome(expect = FORBIDDEN, desc = "woken twice")
    @State
    public static class LastOfTwo {
        private final BroadcastRing ring = Moves.signallingBroadcast(2);
        private final RingReader one = ring.subscribe();
        private final RingReader another = ring.subscribe();
        private final Woken waiter = new Woken();

        public LastOfTwo() {
            Moves.write(ring.writer(), 1, 2);
            ring.writer().arm(waiter, 1);
        }

        @Actor
        public void one() {
            one.skip(1);
        }

        @Actor
        public void another() {
            another.skip(1);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = waiter.get();
        }
    }

    /** The writer falls asleep over a reader that goes away. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "gone already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class ReaderCloses {
        private final BroadcastRing ring = Moves.signallingBroadcast(1);
        private final RingReader reader = ring.subscribe();
        private final Woken waiter = new Woken();

        public ReaderCloses() {
            Moves.write(ring.writer(), 1);
        }

        @Actor
        public void reader() {
            reader.close();
        }

        @Actor
        public void writer(ZI_Result r) {
            r.r1 = ring.writer().arm(waiter, 1);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }
}
