package io.bytering.random;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;

/**
 * A sequence of random calls on something, each checked. The choices come from jqwik, which shrinks the sequence, or from
 * the bytes of a fuzzer. A failure names the last calls before it.
 */
public abstract class RandomRun {
    private final Deque<String> last = new ArrayDeque<>();

    /** One call and all that can be said about it; {@code writes} of 100 calls are the writer's. */
    protected abstract void call(RandomGenerator random, int writes) throws Exception;

    /** After the last call. */
    protected abstract void end() throws Exception;

    protected final void note(String call) {
        last.add(call);
        if (last.size() > 12) {
            last.remove();
        }
    }

    /** Each of them decides by itself what one call does, so that it means the same when others are left out. */
    public static Arbitrary<List<Integer>> calls(int most) {
        return Arbitraries.integers()
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofMaxSize(most)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    public final void run(int writes, List<Integer> calls) {
        run(
                writes,
                calls.stream()
                        .<RandomGenerator>map(call -> new SplittableRandom(call))
                        .iterator());
    }

    public final void run(int writes, Iterator<RandomGenerator> calls) {
        try {
            for (int i = 0; calls.hasNext(); i++) {
                // changes, so that the ring is full for a while, then empty
                call(calls.next(), i / 100 % 2 == 0 ? writes : 100 - writes);
            }
            end();
        } catch (Throwable e) {
            throw new AssertionError("after " + last, e);
        }
    }
}
