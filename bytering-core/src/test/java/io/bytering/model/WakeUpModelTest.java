package io.bytering.model;

import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.model.WakeUpModel.Form;
import io.bytering.model.WakeUpModel.LostWakeUp;
import io.bytering.model.WakeUpModel.Omission;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No wake-up is lost in any interleaving, and the model would notice if one were. */
@Timeout(300)
class WakeUpModelTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "5, 0", "1, 1", "3, 3", "6, 2"})
    void noWakeUpIsLost(int positions, int disarms) {
        for (boolean closes : new boolean[] {false, true}) {
            for (Form form : Form.values()) {
                int states = new WakeUpModel(positions, closes, form, Set.of()).explore(disarms);
                assertTrue(states > 30, states + " states");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOmissionLosesOne(Omission omission) {
        boolean closes = omission.name().contains("CLOSING");
        for (Form form : formsWith(omission)) {
            WakeUpModel model = new WakeUpModel(3, closes, form, Set.of(omission));
            assertThrowsExactly(LostWakeUp.class, () -> model.explore(1), () -> omission + " with " + form);
        }
    }

    private static Set<Form> formsWith(Omission omission) {
        return switch (omission) {
            case FENCE_AFTER_PUBLISHING -> EnumSet.complementOf(EnumSet.of(Form.FORCED));
            case BARRIER_ON_THE_MOVING_HALF -> EnumSet.complementOf(EnumSet.of(Form.ON_BOTH_HALVES));
            case LOOK_AT_THE_FORM_AFTER_PUBLISHING -> EnumSet.of(Form.CHANGING);
            default -> EnumSet.allOf(Form.class);
        };
    }
}
