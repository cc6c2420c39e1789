package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A claim of the whole ring restarts at index 0 once the reader has taken the last byte, not before, and is read there. */
public class RestartWhenDrained {
    private RestartWhenDrained() {}

    private static ByteRing fiveBytes() {
        ByteRing ring = Moves.silentRing(8);
        Moves.write(ring.writer(), 1, 2, 3, 4, 5);
        return ring;
    }

    /** The reader takes the last bytes meanwhile. */
    @JCStressTest
    @Outcome(id = "false, 12345", expect = ACCEPTABLE, desc = "not drained yet")
    @Outcome(id = "true, 12345", expect = ACCEPTABLE, desc = "drained")
    @Outcome(expect = FORBIDDEN, desc = "restarted over bytes that were not read yet")
    @State
    public static class WhileRead {
        private final ByteRing ring = fiveBytes();

        @Actor
        public void writer(ZI_Result r) {
            r.r1 = Moves.send(ring.writer(), 8, 7, 6, 5, 4, 3, 2, 1);
        }

        @Actor
        public void reader(ZI_Result r) {
            r.r2 = Moves.digits(ring.reader(), 5);
        }
    }

    /** The same by a channel, for which the writer starts over by itself. */
    @JCStressTest
    @Outcome(id = "3, 12345", expect = ACCEPTABLE, desc = "not drained yet: the tail")
    @Outcome(id = "8, 12345", expect = ACCEPTABLE, desc = "drained")
    @Outcome(expect = FORBIDDEN, desc = "restarted over bytes that were not read yet")
    @State
    public static class FilledWhileRead {
        private final ByteRing ring = fiveBytes();

        @Actor
        public void writer(II_Result r) {
            r.r1 = Moves.fill(ring.writer());
        }

        @Actor
        public void reader(II_Result r) {
            r.r2 = Moves.digits(ring.reader(), 5);
        }
    }

    /** The ring is drained in the middle; the reader looks meanwhile. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "nothing yet")
    @Outcome(id = "87654321", expect = ACCEPTABLE, desc = "the claim, from index 0")
    @Outcome(expect = FORBIDDEN, desc = "read from elsewhere")
    @State
    public static class Drained {
        private final ByteRing ring = fiveBytes();

        public Drained() {
            ring.reader().skip(5);
        }

        @Actor
        public void writer() {
            Moves.send(ring.writer(), 8, 7, 6, 5, 4, 3, 2, 1);
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = Moves.digits(ring.reader(), 8);
        }
    }
}
