package io.bytering.benchmarks.measuring;

import io.bytering.benchmarks.Duels;
import io.bytering.benchmarks.duel.Match;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A duel as JMH sees it: each of its iterations is a round of one of the contestants, by turns. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Rounds {
    @Param("none")
    public String duel;

    Match match;

    @Setup(Level.Trial)
    public void open() {
        match = new Match(Duels.INSTANCE.byId(duel));
        match.rehearse();
    }

    @Setup(Level.Iteration)
    public void beginRound() {
        match.beginRound();
    }

    @Benchmark
    public void batch() {
        match.batch();
    }

    @TearDown(Level.Iteration)
    public void endRound() {
        match.endRound();
    }

    @TearDown(Level.Trial)
    public void close() {
        match.close();
    }
}
