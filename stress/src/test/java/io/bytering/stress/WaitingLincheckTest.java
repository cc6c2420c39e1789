package io.bytering.stress;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.Waiter;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In no interleaving does anybody sleep for ever, miss a byte, or get woken twice. */
@Timeout(1800)
class WaitingLincheckTest {
    /** The others take too long for every build. */
    @ParameterizedTest
    @EnumSource(names = {"A_THIRD_THREAD_CLOSES", "WOKEN_OR_DISARMED"})
    void endsWellAtFirst(WaitingRun run) {
        Lincheck.runConcurrentTest(60, run);
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "stress.full", matches = "true")
    void endsWell(WaitingRun run) {
        Lincheck.runConcurrentTest(20_000, run);
    }

    @Test
    void aSleeperThatDoesNotLookAgainIsNoticed() {
        Throwable failure = assertThrows(
                Throwable.class, () -> Lincheck.runConcurrentTest(1000, WaitingLincheckTest::sleepWithoutASecondLook));
        // Lincheck 3.7 can't print some of the runs that have failed
        assertTrue(
                failure instanceof LincheckAssertionError || failure instanceof NoSuchElementException,
                failure.toString());
    }

    /** As a half waits, but for the look between arming and sleeping. */
    private static void sleepWithoutASecondLook() {
        ByteRing ring = Moves.ring(1);
        AtomicReference<Waiter> slot = new AtomicReference<>();
        WaitingRun.Arm reader = new WaitingRun.Arm();
        WaitingRun.together(
                () -> {
                    ring.writer().write(new byte[1], 0, 1);
                    Waiter asleep = slot.get();
                    if (asleep != null) {
                        asleep.wake();
                    }
                },
                () -> {
                    if (ring.reader().readableBytes() == 0) {
                        slot.set(reader);
                        reader.armed(true);
                    }
                });
        reader.requireWokenOnce();
    }
}
