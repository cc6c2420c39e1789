package io.bytering.stress;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.stress.Jcstress.Effort;
import io.bytering.stress.Jcstress.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.openjdk.jcstress.infra.runners.TestList;

/** No edge of docs/memory-model.md lets through what it forbids. */
class EdgesIT {
    @Test
    void nothingForbiddenIsEverSeen() throws Exception {
        Effort effort = Effort.ofThisBuild();
        Set<String> tests = effort == Effort.SHORT ? oneForEachOrdering() : new TreeSet<>(TestList.tests());
        Map<String, Result> results = Jcstress.run("edges", effort, Jcstress.classPath(), tests, effort.millis);
        assertEquals(tests, results.keySet(), "tests that ran");
        assertAllOk(results);
    }

    /** The tests without which the lack of an ordering would go unseen; the others show the same in another place. */
    private static Set<String> oneForEachOrdering() {
        return Arrays.stream(Weakening.values())
                .map(weakening -> "io.bytering.stress." + weakening.test)
                .collect(toCollection(TreeSet::new));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_22) // before, there are only fences
    void norWhereSleepersMakeTheOthersFence() throws Exception {
        Effort effort = Effort.ofThisBuild();
        List<String> wakes =
                List.of("io\\.bytering\\.stress\\." + (effort == Effort.SHORT ? "PublishThenWake.*" : ".*Wake.*"));
        Map<String, Result> results = Jcstress.run("changing", effort, Jcstress.classPath(), wakes, effort.millis, 0);
        assertTrue(results.size() >= 3, results.keySet() + "");
        assertAllOk(results);
    }

    private static void assertAllOk(Map<String, Result> results) {
        assertAll(results.values().stream().map(result -> () -> assertEquals("OK", result.label, result.report)));
    }

    @Test
    void theRingsComeFromThePackedJarWithItsOverlays() {
        String from = ByteRing.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertTrue(from.endsWith(".jar"), from);
    }
}
