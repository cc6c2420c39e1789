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

/** The memory of a ring with many readers is freed when the writer and all of them are gone, and once. */
public class LastOfManyOut {
    private LastOfManyOut() {}

    /** The writer and the only reader go at once. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "freed once")
    @Outcome(expect = FORBIDDEN, desc = "never freed, or twice")
    @State
    public static class WriterAndReader {
        private final Woken freed = new Woken();
        private final BroadcastRing ring = BroadcastRing.builder()
                .capacity(4)
                .storage(Moves.counting(freed))
                .build();
        private final RingReader reader = ring.subscribe();

        @Actor
        public void writer() {
            ring.writer().close();
        }

        @Actor
        public void reader() {
            reader.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = freed.get();
        }
    }

    /** Somebody comes when the writer goes: he is let in, and then has to leave, or finds himself at the end. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "freed once")
    @Outcome(expect = FORBIDDEN, desc = "never freed, or twice")
    @State
    public static class WriterAndSubscriber {
        private final Woken freed = new Woken();
        private final BroadcastRing ring = BroadcastRing.builder()
                .capacity(4)
                .storage(Moves.counting(freed))
                .build();

        @Actor
        public void writer() {
            ring.writer().close();
        }

        @Actor
        public void subscriber() {
            ring.subscribe().close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = freed.get();
        }
    }

    /** The last one is closed by two threads at once. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "freed once")
    @Outcome(expect = FORBIDDEN, desc = "never freed, or twice")
    @State
    public static class TheSameTwice {
        private final Woken freed = new Woken();
        private final BroadcastRing ring = BroadcastRing.builder()
                .capacity(4)
                .storage(Moves.counting(freed))
                .build();
        private final RingReader reader = ring.subscribe();

        public TheSameTwice() {
            ring.writer().close();
        }

        @Actor
        public void one() {
            reader.close();
        }

        @Actor
        public void another() {
            reader.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = freed.get();
        }
    }
}
