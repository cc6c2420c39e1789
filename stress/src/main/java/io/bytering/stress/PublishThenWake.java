package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Of the half that moves and the half that falls asleep, at least one sees the other: no wake-up is lost, none is double. */
public class PublishThenWake {
    private PublishThenWake() {}

    /** The reader waits for a byte. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "there already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class ReaderWaits {
        private final ByteRing ring = Moves.ring(4);
        private final Woken waiter = new Woken();

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 1);
        }

        @Actor
        public void reader(ZI_Result r) {
            r.r1 = ring.reader().arm(waiter, 1);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }

    /** The reader waits for two bytes that come one by one: the first wakes nobody, the second does. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "there already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class ReaderWaitsForTwo {
        private final ByteRing ring = Moves.ring(4);
        private final Woken waiter = new Woken();

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 1);
            Moves.write(ring.writer(), 2);
        }

        @Actor
        public void reader(ZI_Result r) {
            r.r1 = ring.reader().arm(waiter, 2);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }

    /** The writer of a full ring waits for room. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "there already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class WriterWaits {
        private final ByteRing ring = Moves.ring(2);
        private final Woken waiter = new Woken();

        public WriterWaits() {
            Moves.write(ring.writer(), 1, 2);
        }

        @Actor
        public void reader() {
            ring.reader().skip(1);
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

    /** The writer waits for a claim, which succeeds when the ring is drained. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "there already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class WriterWaitsForAClaim {
        private final ByteRing ring = Moves.ring(2);
        private final Woken waiter = new Woken();

        public WriterWaitsForAClaim() {
            Moves.write(ring.writer(), 1);
        }

        @Actor
        public void reader() {
            ring.reader().skip(1);
        }

        @Actor
        public void writer(ZI_Result r) {
            r.r1 = ring.writer().armClaim(waiter, 2);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }
}
