package io.bytering.testing;

/**
 * How often a loop goes around: as often as a fraction of a second allows, a number of times at most. A hand-over between threads takes
 * microseconds on an idle machine and many milliseconds on a busy one, so that no fixed number suits both.
 */
public final class Turns {
    private final long least;
    private final long most;
    private final long end = System.nanoTime() + Effort.RACE_NANOS;

    private Turns(long least, long most) {
        this.least = Math.min(least, most);
        this.most = most;
    }

    /** The least are made however long they take: what they are to show needs them. The time starts now. */
    public static Turns of(long least, long most) {
        return new Turns(least, most);
    }

    /** Whether there is another one after so many; any thread, and another one may get another answer. */
    public boolean goOn(long done) {
        return done < least || done < most && System.nanoTime() - end < 0;
    }
}
