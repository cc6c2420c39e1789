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

/** Both halves close at once: the memory is freed, and once. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "freed once")
@Outcome(expect = FORBIDDEN, desc = "never freed, or twice")
@State
public class LastOneOut {
    private final Woken freed = new Woken();
    private final ByteRing ring =
            ByteRing.builder().capacity(4).storage(Moves.counting(freed)).build();

    @Actor
    public void writer() {
        ring.writer().close();
    }

    @Actor
    public void reader() {
        ring.reader().close();
    }

    @Arbiter
    public void after(I_Result r) {
        r.r1 = freed.get();
    }
}
