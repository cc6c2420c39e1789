package io.bytering.stress;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.stress.Jcstress.Effort;
import io.bytering.stress.Jcstress.Result;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of the edges can fail: each notices when the ordering that it guards is taken out. */
class WeakenedIT {
    private static final int RUNS = 5;
    private static final Map<String, Result> RESULTS = new TreeMap<>();

    /** A weakening shows only when the threads meet in the right moment: those that have not yet get another
     * chance, four times as long. */
    @BeforeAll
    static void weaken(@TempDir Path folder) throws Exception {
        Path classes = new WeakenedSources(folder).compile(Weakening.values());
        Set<String> left =
                Arrays.stream(Weakening.values()).map(WeakenedSources::testOf).collect(toCollection(TreeSet::new));
        String classPath = classes + File.pathSeparator + Jcstress.classPath();
        long millis = Effort.SHORT.millis;
        for (int run = 1; run <= RUNS && !left.isEmpty(); run++) {
            RESULTS.putAll(Jcstress.run("weakened-" + run, Effort.SHORT, classPath, left, millis));
            millis *= 4;
            left.removeIf(test -> hasFailed(RESULTS.get(test)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNoticed(Weakening weakening) {
        Result result = RESULTS.get(WeakenedSources.testOf(weakening));
        assertTrue(hasFailed(result), result.report);
    }

    /** By an outcome that is forbidden, or because the weakened ring has lost its way in its own memory. */
    private static boolean hasFailed(Result result) {
        return result.label.equals("FAILED")
                || result.label.equals("ERROR") && result.report.contains("IndexOutOfBoundsException");
    }
}
