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

/** Both halves close at once: each is closed then, and the memory is freed, and once. */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "both closed, and freed once")
@Outcome(expect = FORBIDDEN, desc = "a close that was lost, or memory that was never freed, or twice")
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
    public void after(ZI_Result r) {
        r.r1 = ring.writer().isClosed() && ring.reader().isClosed();
        r.r2 = freed.get();
    }
}
