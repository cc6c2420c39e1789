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
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The end of a ring with many readers: each finds it behind the last byte, also one that comes at that moment. */
public class EndOrSubscribe {
    private EndOrSubscribe() {}

    /** A reader that was there before. */
    @JCStressTest
    @Outcome(id = "0, (0|1)", expect = ACCEPTABLE, desc = "nothing yet, then nothing or the byte")
    @Outcome(id = "1, (0|-1)", expect = ACCEPTABLE, desc = "the byte, then nothing or the end")
    @Outcome(expect = FORBIDDEN, desc = "the end before the byte")
    @State
    public static class LastByteFirst {
        private final BroadcastRing ring = Moves.broadcast(4, 0);
        private final RingReader reader = ring.subscribe();

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 1);
            ring.writer().close();
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = Moves.digits(reader, 1);
            r.r2 = Moves.digits(reader, 1);
        }
    }

    /** A reader that comes meanwhile: where it starts, what it gets, and whether it is at its end after all. */
    @JCStressTest
    @Outcome(id = "0, 1, true", expect = ACCEPTABLE, desc = "came before the byte, and got it")
    @Outcome(id = "1, 0, true", expect = ACCEPTABLE, desc = "came behind the byte, or after the close")
    @Outcome(expect = FORBIDDEN, desc = "a byte too few or too many, or no end")
    @State
    public static class Subscribing {
        private final BroadcastRing ring = Moves.broadcast(4, 0);
        private final RingReader another = ring.subscribe();
        private RingReader reader;

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 1);
            ring.writer().close();
        }

        @Actor
        public void subscriber(IIZ_Result r) {
            reader = ring.subscribe();
            r.r1 = (int) reader.position();
            r.r2 = Math.max(Moves.digits(reader, 4), 0);
        }

        @Arbiter
        public void after(IIZ_Result r) {
            r.r2 += Math.max(Moves.digits(reader, 4), 0);
            r.r3 = reader.isExhausted() && !another.isExhausted();
        }
    }
}
