package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A thread that has no half asks both, while they move: the answers are in range, and the halves go on as if nobody had asked.
 * The byte at each position is the position.
 */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "answers that can be, and a stream that is whole")
@Outcome(expect = FORBIDDEN, desc = "an answer out of range, or a half that was disturbed")
@State
public class QuestionsFromElsewhere {
    private static final int CAPACITY = 5;
    private static final int ROUNDS = 12;

    private final ByteRing ring = Moves.ring(CAPACITY);
    private final BroadcastRing many = Moves.broadcast(CAPACITY, 0);
    private final RingReader waitedFor = many.subscribe();
    private final RingReader lossy = many.subscribeLossy();
    private boolean whole = true;

    @Actor
    public void moves() {
        try {
            for (int i = 0; i < ROUNDS; i++) {
                write(ring.writer(), i % 3 == 0);
                whole &= isWhole(ring.reader());
                write(many.writer(), i % 3 == 1);
                whole &= isWhole(waitedFor);
                whole &= i % 4 < 3 || isWhole(lossy);
            }
        } catch (RuntimeException e) {
            whole = false; // a half that was disturbed has lost its way in its memory
        }
    }

    /** Some bytes, if there is room, more than are read: so the ring is full now and then. */
    private static void write(RingWriter writer, boolean claims) {
        int at = (int) writer.position();
        if (claims) {
            Moves.send(writer, at, at + 1, at + 2);
        } else {
            Moves.write(writer, at, at + 1, at + 2);
        }
    }

    private static boolean isWhole(RingReader reader) {
        byte[] bytes = new byte[2];
        int count = reader.read(bytes, 0, bytes.length);
        int start = (int) reader.position() - count;
        boolean whole = count >= 0;
        for (int i = 0; i < count; i++) {
            whole &= bytes[i] == start + i;
        }
        return whole;
    }

    @Actor
    public void asks(ZZ_Result r) {
        r.r1 = true;
        try {
            for (int i = 0; i < ROUNDS; i++) {
                r.r1 &= asks(ring.writer()) & asks(ring.reader()) & asks(many.writer()) & asks(waitedFor) & asks(lossy);
            }
        } catch (RuntimeException e) {
            r.r1 = false;
        }
    }

    private static boolean asks(RingWriter writer) {
        writer.canClaim(2);
        return isInRange(writer.writableBytes());
    }

    private static boolean asks(RingReader reader) {
        return isInRange(reader.readableBytes()) & !reader.isExhausted() & reader.missedBytes() >= 0;
    }

    private static boolean isInRange(int bytes) {
        return bytes >= 0 && bytes <= CAPACITY;
    }

    @Arbiter
    public void after(ZZ_Result r) {
        r.r2 = whole;
    }
}
