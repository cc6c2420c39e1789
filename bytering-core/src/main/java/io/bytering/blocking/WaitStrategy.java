package io.bytering.blocking;

import io.bytering.internal.Checks;
import io.bytering.internal.Spin;

/**
 * How a thread waits for the other half: so many rounds of spinning, then so many of yielding, then parked until woken.
 *
 * <table>
 *   <caption>The four in use</caption>
 *   <tr><th>strategy</th><th>wakes after</th><th>costs while waiting</th></tr>
 *   <tr><td>{@link #busySpin}</td><td>tens of nanoseconds</td><td>a whole core</td></tr>
 *   <tr><td>{@link #yielding}</td><td>tens of nanoseconds to a time slice</td><td>a core that others may have</td></tr>
 *   <tr><td>{@link #backOff}</td><td>as spinning if it is soon, else as parking</td><td>microseconds, then nothing</td></tr>
 *   <tr><td>{@link #parking}</td><td>several to tens of microseconds</td><td>nothing</td></tr>
 * </table>
 *
 * <p>Strategies have no state and may be shared. All of them work on virtual threads, and none holds a carrier forever:
 * spinning yields now and then, and as yielding lets in only the threads that the carrier knows already, a virtual thread
 * that spins or yields for long also parks for a moment now and then. So it may be woken tens of microseconds later than a
 * platform thread would be.
 */
public final class WaitStrategy {
    private static final int FOREVER = Integer.MAX_VALUE;

    /** Even a busy spin yields once in so many rounds: where two spinners share a core or a carrier, one must let go. */
    private static final int SPINS_PER_YIELD = 1024;

    /** Some microseconds in all, if each pause is twice the last. */
    private static final int MOST_HINTS = 64;

    private static final WaitStrategy BUSY_SPIN = new WaitStrategy("busySpin", FOREVER, FOREVER, 0);
    private static final WaitStrategy YIELDING = new WaitStrategy("yielding", 64, 64, FOREVER);
    private static final WaitStrategy BACK_OFF = new WaitStrategy("backOff", 256, 4096, 0);
    private static final WaitStrategy PARKING = new WaitStrategy("parking", 0, 0, 0);

    private final String name;
    private final int spins;
    private final int mostSpins;
    private final int yields;

    private WaitStrategy(String name, int spins, int mostSpins, int yields) {
        this.name = name;
        this.spins = spins;
        this.mostSpins = mostSpins;
        this.yields = yields;
    }

    /**
     * Spins until the end. For threads that own a core.
     *
     * @return the strategy
     */
    public static WaitStrategy busySpin() {
        return BUSY_SPIN;
    }

    /**
     * Spins a little, then yields until the end.
     *
     * @return the strategy
     */
    public static WaitStrategy yielding() {
        return YIELDING;
    }

    /**
     * Spins a little, then parks. The default. Where parking turns out to be short, the waits after it spin on for up to a hundred
     * microseconds, so long as that spares them the parking: two halves that are both at work on cores of their own then hardly
     * ever sleep, and one that waits for long, or for its own core, hardly ever spins. It never yields: a thread that does so and
     * parks then is put behind others when it is woken.
     *
     * @return the strategy
     */
    public static WaitStrategy backOff() {
        return BACK_OFF;
    }

    /**
     * So many rounds of spinning, so many of yielding, then parks.
     *
     * @param spins rounds of spinning, 0 or more
     * @param yields rounds of yielding after those, 0 or more
     * @return the strategy
     * @throws IllegalArgumentException if one of them is negative
     */
    public static WaitStrategy backOff(int spins, int yields) {
        Checks.within("spins", spins, 0, FOREVER - 1);
        Checks.within("yields", yields, 0, FOREVER - 1);
        return new WaitStrategy("backOff(" + spins + ", " + yields + ")", spins, spins, yields);
    }

    /**
     * Parks at once.
     *
     * @return the strategy
     */
    public static WaitStrategy parking() {
        return PARKING;
    }

    /** The longest pause, in hints, between two looks at a half that is at work; 0 if it does not spin. */
    int patience() {
        return spins == 0 ? 0 : MOST_HINTS;
    }

    /** Whether it ever parks, for which the ring needs signals. */
    boolean parks() {
        return spins != FOREVER && yields != FOREVER;
    }

    /** How long a half spins before it parks, as it learns. */
    Spins spins() {
        return new Spins(spins, mostSpins);
    }

    /**
     * Passes one round of waiting.
     *
     * @param round how many rounds were passed before in this wait
     * @param spins how many of them spin
     * @return false if it is time to park
     */
    boolean pass(int round, int spins) {
        if (spins == FOREVER) {
            if (round % SPINS_PER_YIELD == SPINS_PER_YIELD - 1) {
                Yield.now(round / SPINS_PER_YIELD);
            } else {
                Spin.hint();
            }
            return true;
        }
        if (round < spins) {
            Spin.hint();
            return true;
        }
        if (round - spins < yields || yields == FOREVER) {
            Yield.now(round - spins);
            return true;
        }
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
