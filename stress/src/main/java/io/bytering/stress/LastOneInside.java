package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IZ_Result;

/** A half is closed by another thread while a call is inside: what that uses is given up by whichever is the last, and once. */
public class LastOneInside {
    private static final int LENGTH = Moves.ONES.length;

    private LastOneInside() {}

    /** The room of a reader of many: it is the writer's after the call, not before. */
    @JCStressTest
    @Outcome(id = "200, 200", expect = ACCEPTABLE, desc = "drained whole, then overwritten")
    @Outcome(id = "-1, 200", expect = ACCEPTABLE, desc = "refused, and overwritten")
    @Outcome(expect = FORBIDDEN, desc = "bytes of another lap, or room that nobody gets")
    @State
    public static class RoomOfOneOfMany {
        private final BroadcastRing ring = Moves.broadcast(LENGTH, 0);
        private final RingReader reader = ring.subscribe();
        private int overwritten;

        public RoomOfOneOfMany() {
            Moves.write(ring.writer(), Moves.ONES);
        }

        @Actor
        public void reader(II_Result r) {
            try {
                r.r1 = Moves.drain(reader, LENGTH);
            } catch (RingClosedException e) {
                r.r1 = -1;
            }
        }

        @Actor
        public void writer() {
            reader.close();
            overwritten = Moves.write(ring.writer(), Moves.NINES);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = overwritten > 0 ? overwritten : Moves.write(ring.writer(), Moves.NINES);
        }
    }

    /** Memory of which the reader is the last: it stays while a callback has it. */
    @JCStressTest
    @Outcome(id = "200, 1", expect = ACCEPTABLE, desc = "drained whole, then freed")
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "refused, and freed")
    @Outcome(expect = FORBIDDEN, desc = "somebody else's bytes, or memory that was never freed, or twice")
    @State
    public static class MemoryThatIsRead {
        private final Woken freed = new Woken();
        private final ByteRing ring = ByteRing.builder()
                .capacity(LENGTH)
                .storage(Moves.pooled(new byte[LENGTH], freed))
                .build();

        public MemoryThatIsRead() {
            Moves.write(ring.writer(), Moves.ONES);
            ring.writer().close();
        }

        @Actor
        public void reader(II_Result r) {
            try {
                r.r1 = Moves.drain(ring.reader(), LENGTH);
            } catch (RingClosedException e) {
                r.r1 = -1;
            }
        }

        @Actor
        public void anyone() {
            ring.reader().close();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = freed.get();
        }
    }

    /** Memory of which the reader is the last: it stays while the reader copies, also where the copy is refused then. */
    @JCStressTest
    @Outcome(id = "200, 1", expect = ACCEPTABLE, desc = "copied whole, then freed")
    @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "refused, and freed")
    @Outcome(expect = FORBIDDEN, desc = "somebody else's bytes, or memory that was never freed, or twice")
    @State
    public static class MemoryThatIsCopied {
        private final Woken freed = new Woken();
        private final ByteRing ring = ByteRing.builder()
                .capacity(LENGTH)
                .storage(Moves.pooled(new byte[LENGTH], freed))
                .build();

        public MemoryThatIsCopied() {
            Moves.write(ring.writer(), Moves.ONES);
            ring.writer().close();
        }

        @Actor
        public void reader(II_Result r) {
            byte[] dst = new byte[LENGTH];
            try {
                r.r1 = ring.reader().read(dst, 0, LENGTH);
            } catch (RingClosedException e) {
                r.r1 = -1;
            }
            for (byte value : dst) {
                r.r1 = value == 9 ? 9 : r.r1;
            }
        }

        @Actor
        public void anyone() {
            ring.reader().close();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = freed.get();
        }
    }

    /** Memory that the writer fills by copies and a callback: it stays until the bytes are there. A claim would not hold it. */
    @JCStressTest
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "freed, and left alone since")
    @Outcome(expect = FORBIDDEN, desc = "written to after it was freed, or never freed, or twice")
    @State
    public static class MemoryThatIsFilled {
        private final Woken freed = new Woken();
        private final byte[] memory = new byte[3 * LENGTH];
        private final ByteRing ring = ByteRing.builder()
                .capacity(memory.length)
                .storage(Moves.pooled(memory, freed))
                .build();

        @Actor
        public void writer() {
            RingWriter writer = ring.writer();
            try {
                writer.write(Moves.ONES, 0, LENGTH);
                writer.fill((slices, length) -> {
                    slices[0].put(Moves.ONES, 0, LENGTH);
                    return LENGTH;
                });
                writer.write(ByteBuffer.wrap(Moves.ONES));
            } catch (RingClosedException | IOException e) {
                // closed in between
            }
        }

        @Actor
        public void anyone() {
            ring.reader().close();
            ring.writer().close();
        }

        @Arbiter
        public void after(IZ_Result r) {
            r.r1 = freed.get();
            r.r2 = Moves.isLeftAlone(memory);
        }
    }
}
