package io.bytering.model;

import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.model.LeavingModel.Broken;
import io.bytering.model.LeavingModel.Form;
import io.bytering.model.LeavingModel.Mutant;
import io.bytering.testing.Effort;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The last one inside leaves, in every interleaving, and the model would notice if it did not. */
@Timeout(300)
class LeavingModelTest {
    @ParameterizedTest
    @EnumSource
    void nothingIsGivenUpWhileSomebodyIsInsideAndAllOfItInTheEnd(Form form) {
        int calls = form == Form.FORCED || Effort.isStress() ? 2 : 1; // they are too many to go through in each build
        int twice = new LeavingModel(calls, 2, form, Mutant.NONE).explore();
        assertTrue(twice > 10_000, twice + " states");
        if (form.isStrict() && Effort.isStress()) {
            int thrice = new LeavingModel(1, 3, form, Mutant.NONE).explore();
            assertTrue(thrice > 10_000, thrice + " states");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMutantIsCaught(Mutant mutant) {
        for (Form form : Form.values()) {
            if (mutant.isIn(form)) {
                assertThrowsExactly(
                        Broken.class, () -> new LeavingModel(2, 3, form, mutant).explore(), () -> "with " + form);
            }
        }
    }
}
