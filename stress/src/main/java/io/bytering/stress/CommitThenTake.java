package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.message.MessageRing;
import io.bytering.message.MessageWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The reader that gets a message sees it as it was written, and all that its writer did before. */
@JCStressTest
@Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "not committed yet")
@Outcome(id = "200, 1", expect = ACCEPTABLE, desc = "the message, and what was done before it")
@Outcome(expect = FORBIDDEN, desc = "something is committed that is not visible")
@State
public class CommitThenTake {
    private final MessageRing ring = Moves.messages(Moves.ONES.length);
    private final MessageWriter writer = ring.newWriter();
    private int before;

    @Actor
    public void writer() {
        before = 1;
        Moves.write(writer, Moves.ONES);
    }

    @Actor
    public void reader(II_Result r) {
        r.r1 = Moves.sum(ring.reader());
        r.r2 = r.r1 < 0 ? 0 : before;
    }
}
