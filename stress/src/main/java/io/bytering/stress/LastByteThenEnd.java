package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A writer that writes and closes at once: the reader never sees the end before the last byte. */
public class LastByteThenEnd {
    private LastByteThenEnd() {}

    private static void writeAndClose(RingWriter writer) {
        Moves.write(writer, 1);
        writer.close();
    }

    /** By the count that a read returns. */
    @JCStressTest
    @Outcome(id = "0, (0|1)", expect = ACCEPTABLE, desc = "nothing yet, then nothing or the byte")
    @Outcome(id = "1, (0|-1)", expect = ACCEPTABLE, desc = "the byte, then nothing or the end")
    @Outcome(expect = FORBIDDEN, desc = "the end before the byte")
    @State
    public static class ByRead {
        private final ByteRing ring = Moves.silentRing(4);

        @Actor
        public void writer() {
            writeAndClose(ring.writer());
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = Moves.digits(ring.reader(), 1);
            r.r2 = Moves.digits(ring.reader(), 1);
        }
    }

    /** By {@code isExhausted}. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "the byte is still there")
    @Outcome(expect = FORBIDDEN, desc = "exhausted before the byte was read")
    @State
    public static class ByQuestion {
        private final ByteRing ring = Moves.silentRing(4);

        @Actor
        public void writer() {
            writeAndClose(ring.writer());
        }

        @Actor
        public void reader(Z_Result r) {
            r.r1 = ring.reader().isExhausted();
        }
    }

    /** By {@code isEnded}, then {@code readableBytes}, as its documentation says. */
    @JCStressTest
    @Outcome(id = "false, (0|1)", expect = ACCEPTABLE, desc = "not ended yet")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "ended, and the byte is there")
    @Outcome(expect = FORBIDDEN, desc = "ended, and no byte")
    @State
    public static class ByTwoQuestions {
        private final ByteRing ring = Moves.silentRing(4);

        @Actor
        public void writer() {
            writeAndClose(ring.writer());
        }

        @Actor
        public void reader(ZI_Result r) {
            RingReader reader = ring.reader();
            r.r1 = reader.isEnded();
            r.r2 = reader.readableBytes();
        }
    }
}
