package io.bytering.model;

import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.model.WaiterQueueModel.Broken;
import io.bytering.model.WaiterQueueModel.Mutant;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody in the queue of sleepers is missed, in any interleaving, and the model would notice if somebody were. */
@Timeout(300)
class WaiterQueueModelTest {
    /** One publication with a disarm each, or two without. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 1"})
    void nobodyIsMissed(int positions, int disarms) {
        int states = new WaiterQueueModel(positions, disarms, Mutant.NONE).explore();
        assertTrue(states > 50_000, states + " states");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMutantIsCaught(Mutant mutant) {
        assertThrowsExactly(Broken.class, () -> new WaiterQueueModel(2, 1, mutant).explore());
    }
}
