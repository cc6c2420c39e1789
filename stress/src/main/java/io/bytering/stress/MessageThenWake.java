package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.RingAbandonedException;
import io.bytering.message.MessageRing;
import io.bytering.message.MessageWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Of the one that moves and the one that falls asleep, at least one sees the other. */
public class MessageThenWake {
    private MessageThenWake() {}

    /** The reader waits for a message. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "there already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class ReaderWaits {
        private final MessageRing ring = Moves.messages(8);
        private final MessageWriter writer = ring.newWriter();
        private final Woken waiter = new Woken();

        @Actor
        public void writer() {
            Moves.write(writer, new byte[1]);
        }

        @Actor
        public void reader(ZI_Result r) {
            r.r1 = ring.reader().arm(waiter);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }

    /** The reader waits, and the ring is closed. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "there already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class ReaderWaitsForTheEnd {
        private final MessageRing ring = Moves.messages(8);
        private final Woken waiter = new Woken();

        @Actor
        public void closer() {
            ring.close();
        }

        @Actor
        public void reader(ZI_Result r) {
            r.r1 = ring.reader().arm(waiter);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }

    /** A writer of a full ring waits for the reader. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "there already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class WriterWaits {
        private final MessageRing ring = Moves.messages(8);
        private final MessageWriter writer = ring.newWriter();
        private final Woken waiter = new Woken();

        public WriterWaits() {
            Moves.write(writer, new byte[8]);
        }

        @Actor
        public void reader() {
            ring.reader().tryRead();
        }

        @Actor
        public void writer(ZI_Result r) {
            r.r1 = writer.arm(waiter, 1);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }

    /** A writer waits for what another one has claimed, and gives back. */
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "there already: nothing armed, nobody woken")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "armed, and woken once")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "asleep for ever")
    @Outcome(expect = FORBIDDEN, desc = "woken although nothing was armed, or twice")
    @State
    public static class WriterWaitsForAWriter {
        private final MessageRing ring = Moves.messages(8);
        private final MessageWriter writer = ring.newWriter();
        private final MessageWriter other = ring.newWriter();
        private final Woken waiter = new Woken();

        public WriterWaitsForAWriter() {
            try {
                other.claim(8);
            } catch (RingAbandonedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Actor
        public void other() {
            other.abort();
        }

        @Actor
        public void writer(ZI_Result r) {
            r.r1 = writer.arm(waiter, 1);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r2 = waiter.get();
        }
    }
}
