package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.BroadcastRing;
import io.bytering.RingReader;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A reader that the writer does not wait for is lapped: what it gets is never torn, nor from another lap. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "all that was read is what was written at its position")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "the call was lapped so often that it gave up: nothing was read")
@Outcome(expect = FORBIDDEN, desc = "bytes that were overwritten while they were copied")
@State
public class OverwriteThenValidate {
    private static final int MESSAGE = 128;

    private final BroadcastRing ring = Moves.broadcast(2 * MESSAGE, MESSAGE);
    private final RingReader reader = ring.subscribeLossy();

    public OverwriteThenValidate() {
        write(0);
    }

    private void write(int message) {
        byte[] bytes = new byte[MESSAGE];
        Arrays.fill(bytes, (byte) message);
        Moves.write(ring.writer(), bytes);
    }

    @Actor
    public void writer() {
        for (int message = 1; message < 6; message++) {
            write(message);
        }
    }

    @Actor
    public void reader(I_Result r) {
        byte[] bytes = new byte[2 * MESSAGE];
        int count = reader.read(bytes, 0, bytes.length);
        long start = reader.position() - count;
        r.r1 = count > 0 ? 1 : 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] != (start + i) / MESSAGE) {
                r.r1 = -1;
            }
        }
    }
}
