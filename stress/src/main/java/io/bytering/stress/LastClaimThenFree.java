package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.RingAbandonedException;
import io.bytering.message.MessageRing;
import io.bytering.message.MessageWriter;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** The memory of a ring of messages is freed once, when its reader is closed and the last claim is settled. */
public class LastClaimThenFree {
    private LastClaimThenFree() {}

    private static MessageRing ring(byte[] memory, Woken freed) {
        return MessageRing.builder()
                .capacity(memory.length)
                .messages(4)
                .storage(Moves.pooled(memory, freed))
                .build();
    }

    private static ByteBuffer claim(MessageWriter writer) {
        try {
            return writer.claim(8);
        } catch (RingAbandonedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The reader is closed while a claim is settled. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "freed once, and left alone")
    @Outcome(expect = FORBIDDEN, desc = "never freed, or twice, or written to after that")
    @State
    public static class WriterAndReader {
        private final Woken freed = new Woken();
        private final byte[] memory = new byte[16];
        private final MessageRing ring = ring(memory, freed);
        private final MessageWriter writer = ring.newWriter();
        private final ByteBuffer slot = claim(writer);

        @Actor
        public void writer() {
            slot.putLong(1);
            writer.commit(8);
        }

        @Actor
        public void reader() {
            ring.reader().close();
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r1 = Moves.isLeftAlone(memory);
            r.r2 = freed.get();
        }
    }

    /** The last two claims are settled at once. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "freed once, and left alone")
    @Outcome(expect = FORBIDDEN, desc = "never freed, or twice, or written to after that")
    @State
    public static class TwoWriters {
        private final Woken freed = new Woken();
        private final byte[] memory = new byte[16];
        private final MessageRing ring = ring(memory, freed);
        private final MessageWriter one = ring.newWriter();
        private final MessageWriter other = ring.newWriter();
        private final ByteBuffer slot = claim(one);
        private final ByteBuffer otherSlot = claim(other);

        public TwoWriters() {
            ring.reader().close();
        }

        @Actor
        public void one() {
            slot.putLong(1);
            one.commit(8);
        }

        @Actor
        public void other() {
            otherSlot.putLong(1);
            other.commit(8);
        }

        @Arbiter
        public void after(ZI_Result r) {
            r.r1 = Moves.isLeftAlone(memory);
            r.r2 = freed.get();
        }
    }
}
