package io.bytering.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wake-up protocol in a model checker's own language: no sleeper is lost, and each mutant of the model loses one. */
@Timeout(1800)
class WakeUpPromelaIT {
    private static final Path MODEL = Path.of(System.getProperty("stress.promela"), "wake-up.pml");

    @ParameterizedTest
    @CsvSource({
        "FENCE,    3, 1, 0", "FENCE,    3, 1, 1", "FENCE,    1, 2, 0", "FENCE,    1, 2, 1",
        "FORCED,   3, 1, 0", "FORCED,   3, 1, 1", "FORCED,   1, 2, 0", "FORCED,   1, 2, 1",
        "CHANGING, 3, 1, 0", "CHANGING, 3, 1, 1", "CHANGING, 1, 2, 0"
    })
    void noSleeperIsLost(String form, int positions, int sleepers, int closes, @TempDir Path folder) throws Exception {
        Spin.Result result = Spin.check(MODEL, folder, defines(form, positions, sleepers, closes));
        assertEquals(0, result.errors, result.report);
        assertTrue(result.states > 1000, result.report);
        System.out.println(form + ", " + positions + " positions, " + sleepers + " sleepers, "
                + (closes == 1 ? "closed: " : "open: ") + result.states + " states");
    }

    // Not among them: NO_FENCE_AFTER_ARMING where it is always forced, since the forced fence is one on both halves.
    @ParameterizedTest
    @CsvSource({
        "NO_FENCE_AFTER_PUBLISHING,       FENCE,    1, 0",
        "NO_FENCE_AFTER_PUBLISHING,       CHANGING, 1, 0",
        "NO_FENCE_AFTER_ARMING,           FENCE,    1, 0",
        "NO_FENCE_AFTER_ARMING,           CHANGING, 1, 0",
        "NOT_FORCED,                      FORCED,   1, 0",
        "NOT_FORCED,                      CHANGING, 1, 0",
        "FORM_SEEN_BEFORE_PUBLISHING,     CHANGING, 1, 0",
        "SETTLED_BEFORE_FORCED,           CHANGING, 2, 0",
        "NO_SECOND_LOOK_AT_THE_POSITION,  FENCE,    1, 0",
        "NO_SECOND_LOOK_AT_THE_POSITION,  FORCED,   1, 0",
        "NO_SECOND_LOOK_AT_THE_POSITION,  CHANGING, 1, 0",
        "NO_SECOND_LOOK_AT_THE_END,       FENCE,    1, 1",
        "NO_SECOND_LOOK_AT_THE_END,       FORCED,   1, 1",
        "NO_WAKE_AFTER_CLOSING,           FENCE,    1, 1",
        "CLOSED_AFTER_THE_WAKE,           FENCE,    1, 1",
        "CLOSED_AFTER_THE_WAKE,           FORCED,   1, 1",
        "DISARMED_BY_LOOK_AND_STORE,      FENCE,    1, 0",
        "DISARMED_BY_LOOK_AND_STORE,      CHANGING, 1, 0"
    })
    void everyMutantLosesOne(String mutant, String form, int sleepers, int closes, @TempDir Path folder)
            throws Exception {
        List<String> defines = new ArrayList<>(defines(form, 2, sleepers, closes));
        defines.add(mutant);
        Spin.Result result = Spin.check(MODEL, folder, defines);
        assertTrue(result.errors > 0, result.report);
    }

    private static List<String> defines(String form, int positions, int sleepers, int closes) {
        return List.of("FORM=" + form, "POSITIONS=" + positions, "SLEEPERS=" + sleepers, "CLOSES=" + closes);
    }
}
