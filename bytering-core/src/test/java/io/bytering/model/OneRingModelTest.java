package io.bytering.model;

import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.model.OneRingModel.Broken;
import io.bytering.model.OneRingModel.Mutant;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The algorithm holds in every interleaving, and the model would notice if it did not. */
@Timeout(300)
class OneRingModelTest {
    @ParameterizedTest
    @CsvSource({"1, 31", "2, 31", "3, 31", "4, 31", "5, 28", "6, 25"})
    void everyInterleavingIsSound(int capacity, int total) {
        int states = new OneRingModel(capacity, total, Mutant.NONE).explore();
        assertTrue(states > 10 * total, states + " states");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMutantIsCaught(Mutant mutant) {
        for (int capacity = 2; capacity <= 6; capacity++) {
            OneRingModel model = new OneRingModel(capacity, 3 * capacity + 1, mutant);
            assertThrowsExactly(Broken.class, model::explore, "capacity " + capacity);
        }
    }
}
