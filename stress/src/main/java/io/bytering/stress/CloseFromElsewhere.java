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
import org.openjdk.jcstress.infra.results.II_Result;

/** A writer that is closed by another thread inside a call publishes its bytes whole, or says that it is closed. */
@JCStressTest
@Outcome(id = "2, 12", expect = ACCEPTABLE, desc = "published whole")
@Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "refused, and nothing published")
@Outcome(expect = FORBIDDEN, desc = "published in part, or lost without a word")
@State
public class CloseFromElsewhere {
    private final ByteRing ring = Moves.ring(4);

    @Actor
    public void writer(II_Result r) {
        try {
            r.r1 = Moves.write(ring.writer(), 1, 2);
        } catch (RingClosedException e) {
            r.r1 = -1;
        }
    }

    @Actor
    public void anyone() {
        ring.writer().close();
    }

    @Arbiter
    public void after(II_Result r) {
        r.r2 = Moves.digits(ring.reader(), 4);
    }
}
