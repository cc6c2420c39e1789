package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.message.MessageRing;
import io.bytering.message.MessageWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The end of a ring of messages comes behind the last of them, and nothing comes behind the end. */
public class LastMessageThenEnd {
    private LastMessageThenEnd() {}

    /** The writer closes the ring after its last message. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0"},
            expect = ACCEPTABLE,
            desc = "the message, now or later")
    @Outcome(expect = FORBIDDEN, desc = "the end before the message, or no message")
    @State
    public static class ByItsWriter {
        private final MessageRing ring = Moves.messages(8);
        private final MessageWriter writer = ring.newWriter();

        @Actor
        public void writer() {
            Moves.write(writer, new byte[1]);
            ring.close();
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = ring.reader().drain(message -> {}, 1);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = Math.max(0, ring.reader().drain(message -> {}, 2));
        }
    }

    /** Another thread closes the ring: an end that was seen stays one. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 0", "0, 0", "-1, 0"},
            expect = ACCEPTABLE,
            desc = "the message, or the end without it")
    @Outcome(expect = FORBIDDEN, desc = "a message behind the end")
    @State
    public static class ByTheReader {
        private final MessageRing ring = Moves.messages(8);
        private final MessageWriter writer = ring.newWriter();

        @Actor
        public void writer() {
            Moves.write(writer, new byte[1]);
        }

        @Actor
        public void reader(II_Result r) {
            ring.close();
            r.r1 = ring.reader().drain(message -> {}, 1);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = Math.max(0, ring.reader().drain(message -> {}, 2));
        }
    }
}
