package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** A reader that sees the end sees why, and everybody sees the same. */
public class CauseThenEnd {
    private static final Throwable FIRE = new Failure("fire");
    private static final Throwable FLOOD = new Failure("flood");

    private CauseThenEnd() {}

    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String what) {
            super(what);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }

    /** The writer fails, the reader looks. */
    @JCStressTest
    @Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "not ended yet")
    @Outcome(id = "true, fire", expect = ACCEPTABLE, desc = "ended, with its cause")
    @Outcome(expect = FORBIDDEN, desc = "an end without its cause")
    @State
    public static class Seen {
        private final ByteRing ring = Moves.silentRing(4);

        @Actor
        public void writer() {
            ring.writer().close(FIRE);
        }

        @Actor
        public void reader(ZL_Result r) {
            r.r1 = ring.reader().isEnded();
            r.r2 = String.valueOf(ring.reader().failure());
        }
    }

    /** Two threads close the same half, each with a cause of its own. */
    @JCStressTest
    @Outcome(
            id = {"fire, fire", "flood, flood"},
            expect = ACCEPTABLE,
            desc = "the first close has won, for both")
    @Outcome(expect = FORBIDDEN, desc = "no cause, or two")
    @State
    public static class TheFirstOneWins {
        private final ByteRing ring = Moves.silentRing(4);

        @Actor
        public void one(LL_Result r) {
            ring.writer().close(FIRE);
            r.r1 = String.valueOf(ring.reader().failure());
        }

        @Actor
        public void another(LL_Result r) {
            ring.writer().close(FLOOD);
            r.r2 = String.valueOf(ring.reader().failure());
        }
    }
}
