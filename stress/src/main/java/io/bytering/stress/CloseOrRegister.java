package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** An action for the reader's close runs once, however the two race. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "run once")
@Outcome(expect = FORBIDDEN, desc = "never run, or twice")
@State
public class CloseOrRegister {
    private final ByteRing ring = Moves.silentRing(4);
    private final Woken action = new Woken();

    @Actor
    public void writer() {
        ring.writer().onAbandoned(action::wake);
    }

    @Actor
    public void reader() {
        ring.reader().close();
    }

    @Arbiter
    public void after(I_Result r) {
        r.r1 = action.get();
    }
}
