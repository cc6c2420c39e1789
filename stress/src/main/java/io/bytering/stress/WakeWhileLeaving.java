package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.BroadcastRing;
import io.bytering.RingReader;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** So many readers have left that the last of them clears the queue of those that sleep: nobody in it is missed. */
public class WakeWhileLeaving {
    /** As many as may stay in the queue, and one more for each reader that is here. */
    private static final int MAY_STAY = 64;

    private WakeWhileLeaving() {}

    /** As many leave as may stay in the queue; the close of the one that is returned clears it. */
    private static RingReader lastOf(BroadcastRing ring, int readers) {
        for (int i = 0; i < MAY_STAY + readers; i++) {
            readerThatWaited(ring).close();
        }
        return readerThatWaited(ring);
    }

    private static RingReader readerThatWaited(BroadcastRing ring) {
        RingReader reader = ring.subscribe();
        Woken waiter = new Woken();
        reader.arm(waiter, 1);
        reader.disarm(waiter);
        return reader;
    }

    /** A byte arrives while the queue is cleared. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken once")
    @Outcome(expect = FORBIDDEN, desc = "asleep for ever, or woken twice")
    @State
    public static class ByteArrives {
        private final BroadcastRing ring = Moves.signallingBroadcast(4);
        private final Woken waiter = new Woken();
        private final RingReader leaving;

        public ByteArrives() {
            ring.subscribe().arm(waiter, 1);
            leaving = lastOf(ring, 1);
        }

        @Actor
        public void writer() {
            Moves.write(ring.writer(), 1);
        }

        @Actor
        public void leaves() {
            leaving.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = waiter.get();
        }
    }

    /** Readers fall asleep while the queue is cleared, one of them in its old place there. */
    @JCStressTest
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "all woken, each once")
    @Outcome(expect = FORBIDDEN, desc = "asleep for ever, or woken twice")
    @State
    public static class ReadersWait {
        private final BroadcastRing ring = Moves.signallingBroadcast(4);
        private final Woken waiter = new Woken();
        private final RingReader[] readers = {
            ring.subscribe(), readerThatWaited(ring), ring.subscribe(), ring.subscribe()
        };
        private final RingReader leaving = lastOf(ring, readers.length);

        @Actor
        public void readers() {
            for (RingReader reader : readers) {
                reader.arm(waiter, 1);
            }
        }

        @Actor
        public void leaves() {
            leaving.close();
        }

        @Arbiter
        public void after(I_Result r) {
            Moves.write(ring.writer(), 1);
            r.r1 = waiter.get();
        }
    }
}
