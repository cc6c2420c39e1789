package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.ByteRing;
import io.bytering.Waiter;
import org.junit.jupiter.api.Test;

/** How long a half goes on looking, by what it has seen so far. */
class GatherTest {
    /** Something of which there is so much at each look. */
    private static final class Seen implements Wait.Door {
        private final int[] amounts;
        private int looks;

        Seen(int... amounts) {
            this.amounts = amounts;
        }

        @Override
        public int amount() {
            return amounts[looks++];
        }

        @Override
        public boolean isReady(int amount) {
            return true;
        }

        @Override
        public boolean arm(Waiter waiter, int amount) {
            throw new AssertionError("armed");
        }

        @Override
        public boolean disarm(Waiter waiter) {
            throw new AssertionError("disarmed");
        }

        @Override
        public long position() {
            throw new AssertionError("nobody waits");
        }
    }

    private static void assertGathers(int amount, int looks, WaitStrategy strategy, int before, int wanted, Seen seen) {
        Wait wait = new Wait(strategy, ByteRing.ofCapacity(1).reader());
        assertEquals(amount, wait.gather(seen, before, wanted));
        assertEquals(looks, seen.looks, "looks");
    }

    @Test
    void asLongAsMoreComes() {
        assertGathers(9, 4, WaitStrategy.backOff(), 0, 100, new Seen(3, 5, 9, 9));
        assertGathers(7, 1, WaitStrategy.busySpin(), 7, 100, new Seen(7));
    }

    @Test
    void untilThatIsEnough() {
        assertGathers(8, 0, WaitStrategy.busySpin(), 8, 8, new Seen());
        assertGathers(11, 2, WaitStrategy.busySpin(), 2, 10, new Seen(9, 11));
        assertGathers(3000, 2, WaitStrategy.yielding(), 0, Integer.MAX_VALUE, new Seen(2047, 3000));
    }

    @Test
    void forAFewPausesAtTheMost() {
        assertGathers(7, 7, WaitStrategy.backOff(), 0, 100, new Seen(1, 2, 3, 4, 5, 6, 7));
    }

    @Test
    void notAtAllUnlessItSpins() {
        assertGathers(1, 0, WaitStrategy.parking(), 1, 100, new Seen());
    }
}
