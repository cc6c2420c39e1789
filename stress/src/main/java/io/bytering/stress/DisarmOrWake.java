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

/** Exactly one of the two acts on an arm: it is taken back, or it is woken. */
public class DisarmOrWake {
    private DisarmOrWake() {}

    /** The byte arrives while the wait for it is given up. */
    @JCStressTest
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "taken back")
    @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    @State
    public static class WhenAByteArrives {
        private final ByteRing ring = Moves.ring(4);
        private final Woken waiter = new Woken();

        public WhenAByteArrives() {
            ring.reader().arm(waiter, 1);
        }

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 1);
        }

        @Actor
        public void reader(ZI_Result r) {
            r.r1 = ring.reader().disarm(waiter);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }

    /** The writer closes while the wait is given up. */
    @JCStressTest
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "taken back")
    @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    @State
    public static class WhenTheWriterCloses {
        private final ByteRing ring = Moves.ring(4);
        private final Woken waiter = new Woken();

        public WhenTheWriterCloses() {
            ring.reader().arm(waiter, 1);
        }

        @Actor
        public void writer() {
            ring.writer().close();
        }

        @Actor
        public void reader(ZI_Result r) {
            r.r1 = ring.reader().disarm(waiter);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }
}
