package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The reader that gets bytes sees them as they were written, and all that the writer did before. */
public class PublishThenRead {
    private PublishThenRead() {}

    /** With signals: the position is stored volatile. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not published yet")
    @Outcome(id = "200, 1", expect = ACCEPTABLE, desc = "the bytes, and what was done before them")
    @Outcome(expect = FORBIDDEN, desc = "something is published that is not visible")
    @State
    public static class Signalling {
        private final ByteRing ring = Moves.ring(Moves.ONES.length);
        private int before;

        @Actor
        public void writer() {
            before = 1;
            Moves.write(ring.writer(), Moves.ONES);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = Moves.sum(ring.reader(), Moves.ONES.length);
            r.r2 = r.r1 == 0 ? 0 : before;
        }
    }

    /** Without signals: a release store. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not published yet")
    @Outcome(id = "200, 1", expect = ACCEPTABLE, desc = "the bytes, and what was done before them")
    @Outcome(expect = FORBIDDEN, desc = "something is published that is not visible")
    @State
    public static class Silent {
        private final ByteRing ring = Moves.silentRing(Moves.ONES.length);
        private int before;

        @Actor
        public void writer() {
            before = 1;
            Moves.write(ring.writer(), Moves.ONES);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = Moves.sum(ring.reader(), Moves.ONES.length);
            r.r2 = r.r1 == 0 ? 0 : before;
        }
    }

    /** In place, on both sides. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not published yet")
    @Outcome(id = "12, 1", expect = ACCEPTABLE, desc = "the bytes, and what was done before them")
    @Outcome(expect = FORBIDDEN, desc = "something is published that is not visible")
    @State
    public static class InPlace {
        private final ByteRing ring = Moves.silentRing(4);
        private int before;

        @Actor
        public void writer() {
            before = 1;
            Moves.send(ring.writer(), 1, 2);
        }

        @Actor
        public void reader(II_Result r) {
            ByteBuffer slice = ring.reader().peek();
            if (slice.hasRemaining()) {
                r.r1 = 10 * slice.get() + slice.get();
                r.r2 = before;
            }
        }
    }
}
