package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.BroadcastRing;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reader of many is closed by another thread, and overwritten: a call that succeeds has what was written for it. */
@JCStressTest
@Outcome(id = "100, 100", expect = ACCEPTABLE, desc = "all that was written")
@Outcome(id = "100, -1", expect = ACCEPTABLE, desc = "closed before the second half was consumed")
@Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "closed before the first half was handed over")
@Outcome(expect = FORBIDDEN, desc = "bytes of another lap, handed over as a success")
@State
public class CopyThenLook {
    private static final int HALF = Moves.ONES.length / 2;

    private final BroadcastRing ring = Moves.broadcast(2 * HALF, 0);
    private final RingReader reader = ring.subscribe();

    public CopyThenLook() {
        Moves.write(ring.writer(), Moves.ONES);
    }

    @Actor
    public void reader(II_Result r) {
        r.r1 = -1;
        r.r2 = -1;
        try {
            r.r1 = Moves.sum(reader, HALF);
            ByteBuffer rest = reader.peek(HALF);
            int sum = 0;
            while (rest.hasRemaining()) {
                sum += rest.get();
            }
            reader.consume(HALF);
            r.r2 = sum;
        } catch (RingClosedException e) {
            // what was handed over before counts
        }
    }

    @Actor
    public void writer() {
        reader.close();
        Moves.write(ring.writer(), Moves.NINES);
    }
}
