package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The reader goes back to index 0 exactly where the writer did. */
public class WrapThenRead {
    private WrapThenRead() {}

    private static ByteRing twoBytesLeftInTheMiddle() {
        ByteRing ring = Moves.silentRing(8);
        Moves.write(ring.writer(), 1, 2, 3, 4, 5, 6);
        ring.reader().skip(4);
        return ring;
    }

    /** A claim that does not fit the tail leaves it empty. */
    @JCStressTest
    @Outcome(id = "56", expect = ACCEPTABLE, desc = "the claim is not published yet")
    @Outcome(id = "56789", expect = ACCEPTABLE, desc = "the claim, from index 0")
    @Outcome(expect = FORBIDDEN, desc = "walked past the wrap")
    @State
    public static class ByClaim {
        private final ByteRing ring = twoBytesLeftInTheMiddle();

        @Actor
        public void writer() {
            Moves.send(ring.writer(), 7, 8, 9);
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = Moves.digits(ring.reader(), 8);
        }
    }

    /** A copy goes on at index 0 when it has filled the tail. */
    @JCStressTest
    @Outcome(id = "56", expect = ACCEPTABLE, desc = "the copy is not published yet")
    @Outcome(id = "56789", expect = ACCEPTABLE, desc = "two bytes from the tail, one from index 0")
    @Outcome(expect = FORBIDDEN, desc = "walked past the wrap")
    @State
    public static class ByCopy {
        private final ByteRing ring = twoBytesLeftInTheMiddle();

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 7, 8, 9);
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = Moves.digits(ring.reader(), 8);
        }
    }
}
