package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The writer of a full ring puts nothing over bytes that are still being read. */
@JCStressTest
@Outcome(id = "200, 0", expect = ACCEPTABLE, desc = "no room yet")
@Outcome(id = "200, 200", expect = ACCEPTABLE, desc = "written over what was read")
@Outcome(expect = FORBIDDEN, desc = "written over what was being read")
@State
public class ConsumeThenOverwrite {
    private final ByteRing ring = Moves.silentRing(Moves.ONES.length);

    public ConsumeThenOverwrite() {
        Moves.write(ring.writer(), Moves.ONES);
    }

    @Actor
    public void reader(II_Result r) {
        r.r1 = Moves.sum(ring.reader(), Moves.ONES.length);
    }

    @Actor
    public void writer(II_Result r) {
        r.r2 = Moves.write(ring.writer(), Moves.NINES);
    }
}
