package io.bytering.model;

import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.model.WakeUpModel.LostWakeUp;
import io.bytering.model.WakeUpModel.Omission;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No wake-up is lost in any interleaving, and the model would notice if one were. */
@Timeout(60)
class WakeUpModelTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "5, 0", "1, 1", "3, 3", "6, 2"})
    void noWakeUpIsLost(int positions, int disarms) {
        for (boolean closes : new boolean[] {false, true}) {
            for (boolean asymmetric : new boolean[] {false, true}) {
                int states = new WakeUpModel(positions, closes, asymmetric, Set.of()).explore(disarms);
                assertTrue(states > 30, states + " states");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOmissionLosesOne(Omission omission) {
        boolean closes = omission.name().contains("CLOSING");
        if (omission != Omission.BARRIER_ON_THE_MOVING_HALF) {
            WakeUpModel fences = new WakeUpModel(3, closes, false, Set.of(omission));
            assertThrowsExactly(LostWakeUp.class, () -> fences.explore(0));
        }
        if (omission != Omission.FENCE_AFTER_PUBLISHING) { // where there is none
            WakeUpModel barrier = new WakeUpModel(3, closes, true, Set.of(omission));
            assertThrowsExactly(LostWakeUp.class, () -> barrier.explore(0));
        }
    }
}
