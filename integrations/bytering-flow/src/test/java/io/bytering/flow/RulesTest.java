package io.bytering.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;

/**
 * Every rule of Reactive Streams that the Technology Compatibility Kit checks, as a test of its own. A rule that the kit skips must be
 * among those that {@link #WHY} explains.
 */
class RulesTest {
    private static final long LIMIT_MILLIS = 300_000;

    /** Words in the name of a rule that is skipped, and why that is right. */
    private static final Map<String, String> WHY = Map.of(
            "optional_spec111",
            "a ring's reader has one subscriber; for many there is a BroadcastRing, with a reader and a publisher for each",
            "untested_",
            "the kit names the rule and has no test for it, of any publisher or subscriber");

    /** Only what must come is waited for so long; how long nothing may come is short, and a failure to see it is no false alarm. */
    static TestEnvironment environment() {
        return new TestEnvironment(LIMIT_MILLIS, 100, 10, false);
    }

    @TestFactory
    Stream<DynamicContainer> rules() {
        return Stream.of(
                        PublisherOnPoolRules.class,
                        PublisherOnAnyThreadRules.class,
                        SubscriberRules.FromOutside.class,
                        SubscriberRules.FromInside.class)
                .map(rules -> DynamicContainer.dynamicContainer(
                        rules.getSimpleName(),
                        outcomes(rules).stream()
                                .map(outcome -> DynamicTest.dynamicTest(
                                        outcome.getMethod().getMethodName(), () -> check(outcome)))));
    }

    private static List<ITestResult> outcomes(Class<?> rules) {
        List<ITestResult> outcomes = new CopyOnWriteArrayList<>();
        TestNG kit = new TestNG(false);
        kit.setVerbose(0);
        kit.setTestClasses(new Class<?>[] {rules});
        kit.addListener(new ITestListener() {
            @Override
            public void onTestSuccess(ITestResult result) {
                outcomes.add(result);
            }

            @Override
            public void onTestFailure(ITestResult result) {
                outcomes.add(result);
            }

            @Override
            public void onTestSkipped(ITestResult result) {
                outcomes.add(result);
            }
        });
        kit.run();
        assertFalse(outcomes.isEmpty(), "the kit ran no rule of " + rules);
        return outcomes;
    }

    private static void check(ITestResult outcome) throws Throwable {
        String name = outcome.getMethod().getMethodName();
        if (outcome.getStatus() == ITestResult.SKIP) {
            assertNotNull(why(name), name + " was skipped, and nothing says why: " + outcome.getThrowable());
        } else if (outcome.getThrowable() != null) {
            throw outcome.getThrowable();
        } else {
            assertEquals(ITestResult.SUCCESS, outcome.getStatus());
        }
    }

    private static String why(String rule) {
        return WHY.entrySet().stream()
                .filter(entry -> rule.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "))
                .transform(reasons -> reasons.isEmpty() ? null : reasons);
    }
}
