package io.bytering.model;

import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.model.LeavingModel.Broken;
import io.bytering.model.LeavingModel.Mutant;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The last one inside leaves, in every interleaving, and the model would notice if it did not. */
@Timeout(300)
class LeavingModelTest {
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "1, 3"})
    void nothingIsGivenUpWhileSomebodyIsInsideAndAllOfItInTheEnd(int calls, int closes) {
        int states = new LeavingModel(calls, closes, Mutant.NONE).explore();
        assertTrue(states > 10_000, states + " states");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMutantIsCaught(Mutant mutant) {
        assertThrowsExactly(Broken.class, () -> new LeavingModel(2, 3, mutant).explore());
    }
}
