package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The owner gets his memory back only after both halves are closed, with all that they did to it. */
@JCStressTest
@Outcome(id = "-1, .*", expect = ACCEPTABLE, desc = "refused: the writer is still open")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "detached; the byte was written before the reader closed")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "detached; the writer found itself abandoned")
@Outcome(expect = FORBIDDEN, desc = "detached while the writer was at it")
@State
public class LastUseThenDetach {
    private final byte[] memory = new byte[1];
    private final ByteRing ring = ByteRing.over(memory);
    private final byte[] one = {1};

    @Actor
    public void writer(II_Result r) {
        try {
            r.r2 = ring.writer().write(one, 0, 1);
        } catch (RingAbandonedException e) {
            r.r2 = 0;
        }
        ring.writer().close();
    }

    @Actor
    public void readerAndOwner(II_Result r) {
        ring.reader().close();
        try {
            ring.detach();
            r.r1 = memory[0];
        } catch (IllegalStateException e) {
            r.r1 = -1;
        }
    }
}
