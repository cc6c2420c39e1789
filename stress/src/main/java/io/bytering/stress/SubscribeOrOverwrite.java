package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.BroadcastRing;
import io.bytering.BroadcastRing.Start;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * A reader comes while the writer goes on: the writer waits for it, or it starts where the writer has got to. The byte at
 * each position is the position, so one that was overwritten shows.
 */
public class SubscribeOrOverwrite {
    private static final int CAPACITY = 8;
    private static final int MESSAGE = 4;
    private static final int MESSAGES = 6;

    private SubscribeOrOverwrite() {}

    private static void write(RingWriter writer) {
        byte[] message = new byte[MESSAGE];
        for (int i = 0; i < MESSAGES; i++) {
            for (int k = 0; k < MESSAGE; k++) {
                message[k] = (byte) (i * MESSAGE + k);
            }
            if (Moves.write(writer, message) < MESSAGE) {
                return; // the reader is here, and has not read yet
            }
        }
    }

    /** Whether all that waits is what was written at its position. */
    private static boolean isIntact(RingReader reader) {
        byte[] bytes = new byte[CAPACITY];
        int start = (int) reader.position();
        int count = reader.read(bytes, 0, bytes.length);
        for (int i = 0; i < count; i++) {
            if (bytes[i] != start + i) {
                return false;
            }
        }
        return count >= 0;
    }

    /** From the writer's position on; without readers the writer keeps nothing. */
    @JCStressTest
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "every byte from its start on, as it was written")
    @Outcome(expect = FORBIDDEN, desc = "overwritten bytes, or lost ones")
    @State
    public static class FromTheNewest {
        private final BroadcastRing ring = Moves.broadcast(CAPACITY, 0);
        private boolean intact;
        private RingReader reader;

        @Actor
        public void writer() {
            write(ring.writer());
        }

        @Actor
        public void subscriber() {
            reader = ring.subscribe();
            intact = isIntact(reader);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r1 = intact & isIntact(reader);
            r.r2 = (int) (ring.writer().position() - reader.position());
        }
    }

    /** From the oldest intact byte on. */
    @JCStressTest
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "every byte from its start on, as it was written")
    @Outcome(expect = FORBIDDEN, desc = "overwritten bytes, or lost ones")
    @State
    public static class FromTheOldest {
        private final BroadcastRing ring = Moves.broadcast(CAPACITY, MESSAGE);
        private boolean intact;
        private RingReader reader;

        @Actor
        public void writer() {
            write(ring.writer());
        }

        @Actor
        public void subscriber() {
            reader = ring.subscribe(Start.OLDEST);
            intact = isIntact(reader);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r1 = intact & isIntact(reader);
            r.r2 = (int) (ring.writer().position() - reader.position());
        }
    }
}
