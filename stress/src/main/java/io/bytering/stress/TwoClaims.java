package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.message.MessageRing;
import io.bytering.message.MessageWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two writers at once: each has its bytes and its turn, and both messages arrive. */
@JCStressTest
@Outcome(
        id = {"200, 1800", "1800, 200"},
        expect = ACCEPTABLE,
        desc = "both, in either order")
@Outcome(expect = FORBIDDEN, desc = "a message that is lost, or mixed up")
@State
public class TwoClaims {
    private final MessageRing ring = Moves.messages(2 * Moves.ONES.length);
    private final MessageWriter one = ring.newWriter();
    private final MessageWriter other = ring.newWriter();

    @Actor
    public void one() {
        Moves.write(one, Moves.ONES);
    }

    @Actor
    public void other() {
        Moves.write(other, Moves.NINES);
    }

    @Arbiter
    public void after(II_Result r) {
        r.r1 = Moves.sum(ring.reader());
        r.r2 = Moves.sum(ring.reader());
    }
}
