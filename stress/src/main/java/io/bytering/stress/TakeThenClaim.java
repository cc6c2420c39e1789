package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.message.MessageRing;
import io.bytering.message.MessageWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A writer never overwrites a message that is still being read. */
@JCStressTest
@Outcome(
        id = {"true, 200", "false, 200"},
        expect = ACCEPTABLE,
        desc = "the message as it was, whether or not there was room")
@Outcome(expect = FORBIDDEN, desc = "bytes of the message after it")
@State
public class TakeThenClaim {
    private final MessageRing ring = Moves.messages(Moves.ONES.length);
    private final MessageWriter writer = ring.newWriter();

    public TakeThenClaim() {
        Moves.write(writer, Moves.ONES);
    }

    @Actor
    public void writer(ZI_Result r) {
        r.r1 = Moves.write(writer, Moves.NINES);
    }

    @Actor
    public void reader(ZI_Result r) {
        r.r2 = Moves.sum(ring.reader());
    }
}
