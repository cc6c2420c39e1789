package io.bytering.stress;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Whatever the two halves of a ring do at the same time, what they answer is what some order of their calls would have. */
@Timeout(1800)
class RingLincheckTest {
    private static final boolean FULL = Boolean.getBoolean("stress.full");

    static ModelCheckingOptions modelChecking() {
        ModelCheckingOptions options = new ModelCheckingOptions();
        options.iterations(FULL ? 100 : 4);
        options.invocationsPerIteration(FULL ? 1000 : 50);
        options.threads(2);
        options.actorsBefore(2);
        options.actorsPerThread(3);
        options.actorsAfter(2);
        return options;
    }

    @Test
    void aRingIsAQueueOfBytes() {
        ModelCheckingOptions options = modelChecking();
        options.sequentialSpecification(QueueOfBytes.class);
        options.check(RingOperations.class);
    }

    @Test
    @EnabledIfSystemProperty(named = "stress.full", matches = "true")
    void claimsGoTheOtherWayRoundInAnyOrder() {
        modelChecking().check(RingOperations.WithClaims.class);
    }

    @Test
    @EnabledIfSystemProperty(named = "stress.full", matches = "true")
    void aRingIsAQueueOfBytesUnderStress() {
        StressOptions options = new StressOptions();
        options.iterations(100);
        options.invocationsPerIteration(10_000);
        options.threads(2);
        options.actorsPerThread(3);
        options.sequentialSpecification(QueueOfBytes.class);
        options.check(RingOperations.class);
    }

    @Test
    void aWrongQueueIsNoticed() {
        ModelCheckingOptions options = modelChecking();
        options.sequentialSpecification(QueueOfBytes.OneByteShort.class);
        options.minimizeFailedScenario(false);
        assertThrows(LincheckAssertionError.class, () -> options.check(RingOperations.class));
    }
}
