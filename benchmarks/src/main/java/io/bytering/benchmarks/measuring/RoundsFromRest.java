package io.bytering.benchmarks.measuring;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same with a pause before each operation, in which who waits falls asleep. */
@State(Scope.Benchmark)
public class RoundsFromRest extends Rounds {
    private static final int MILLIS = 3;

    /** The rounds have few operations: too few for the compilers. */
    @Setup(Level.Trial)
    public void warmUp() {
        match.warmUp(1000);
    }

    @Setup(Level.Invocation)
    public void rest() throws InterruptedException {
        Thread.sleep(MILLIS);
    }
}
