package io.bytering.blocking;

/**
 * How many rounds a waiting half spins before it parks: few, unless it has turned out that with many it need not park.
 *
 * <p>A short sleep is a hint that spinning on would have been quicker: so the next wait spins many rounds, and so do those
 * after it as long as that spares them the sleep. Where it does not, as the two halves share a core, say, that trial was a
 * waste, and twice as many short sleeps must pass before the next.
 */
final class Spins {
    /** A sleep of so many nanoseconds is hardly more than falling asleep and being woken takes. */
    static final long SHORT_SLEEP = 100_000;

    private static final int MOST_LOSSES = 4;

    private final int few;
    private final int many;
    private int losses;
    private int sleepsToTrial;
    private int now;

    Spins(int few, int many) {
        this.few = few;
        this.many = many;
        this.now = few;
    }

    /** How many rounds to spin in the wait that begins. */
    int now() {
        return now;
    }

    /** The wait is over after so many rounds, without a sleep. */
    void spared(int rounds) {
        if (rounds > few) {
            losses = 0;
        }
    }

    /** The rounds were not enough. */
    void slept(long nanos) {
        if (now > few) {
            now = few;
            losses = Math.min(losses + 1, MOST_LOSSES);
            sleepsToTrial = 1 << losses;
        } else if (nanos < SHORT_SLEEP && --sleepsToTrial <= 0) {
            now = many;
        }
    }
}
