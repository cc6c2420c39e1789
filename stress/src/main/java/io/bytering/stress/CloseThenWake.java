package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import io.bytering.RingClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Nobody sleeps on a closed ring, and nobody is woken twice. */
public class CloseThenWake {
    private CloseThenWake() {}

    /** The writer of a full ring waits, the reader goes away. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "closed already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class ReaderCloses {
        private final ByteRing ring = Moves.ring(1);
        private final Woken waiter = new Woken();

        public ReaderCloses() {
            Moves.write(ring.writer(), 1);
        }

        @Actor
        public void reader() {
            ring.reader().close();
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

    /** The reader waits for a byte that never comes. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "closed already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class WriterCloses {
        private final ByteRing ring = Moves.ring(1);
        private final Woken waiter = new Woken();

        @Actor
        public void writer() {
            ring.writer().close();
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

    /** The writer itself is closed from elsewhere while it falls asleep. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "closed already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class OwnHalfIsClosed {
        private final ByteRing ring = Moves.ring(1);
        private final Woken waiter = new Woken();

        public OwnHalfIsClosed() {
            Moves.write(ring.writer(), 1);
        }

        @Actor
        public void anyone() {
            ring.writer().close();
        }

        @Actor
        public void writer(ZI_Result r) {
            try {
                r.r1 = ring.writer().arm(waiter, 1);
            } catch (RingClosedException e) {
                r.r1 = false;
            }
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }
}
