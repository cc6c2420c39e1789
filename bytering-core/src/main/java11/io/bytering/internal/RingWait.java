package io.bytering.internal;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** The event. Its names are public, the class is not: only {@link WaitEvents} may touch it, as it needs jdk.jfr. */
@Name("io.bytering.RingWait")
@Label("Ring Wait")
@Category({"bytering"})
@Description("A thread or coroutine has waited for the other half of a ring")
@Threshold("10 ms")
final class RingWait extends Event {
    /** Asked whether anybody records; a look at a static field, once the JVM has compiled it. */
    private static final RingWait ANY = new RingWait();

    @Label("Ring")
    @Nullable
    String ring;

    @Label("Side")
    @Description("The half that has waited: reader or writer")
    @Nullable
    String side;

    @Label("Position")
    @Description("Bytes that half had ever moved")
    long position;

    @Label("Amount")
    @Description("Bytes, or bytes of room, that it waited for")
    @DataAmount
    int amount;

    @Label("Strategy")
    @Nullable
    String strategy;

    /** Makes the event known to the recorder: the class is initialized when this returns. */
    static void load() {}

    /**
     * Begins an event, if anybody records.
     *
     * @param unused one that was not recorded: an event takes new times at each begin and end
     */
    static @Nullable RingWait beginIfRecorded(@Nullable RingWait unused) {
        if (!ANY.isEnabled()) {
            return null;
        }
        RingWait wait = unused == null ? new RingWait() : unused;
        wait.begin();
        return wait;
    }

    /** Whether it was recorded. Then it must not be used again: the recorder may have kept its times. */
    boolean end(String name, String half, long at, int wanted, String how) {
        end();
        boolean recorded = shouldCommit();
        if (recorded) {
            ring = name;
            side = half;
            position = at;
            amount = wanted;
            strategy = how;
            commit();
        }
        return recorded;
    }
}
