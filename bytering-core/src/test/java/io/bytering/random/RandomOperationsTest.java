package io.bytering.random;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/**
 * Random calls on both halves, every outcome compared with a plain queue: what may not be asked is refused and changes
 * nothing, and after the closes, which come at random too, nothing moves. A failure is shown with the fewest calls that
 * still fail. The profile {@code stress} tries very many more ({@code jqwik.tries.default}).
 */
@Tag("overlays")
@Tag("long")
class RandomOperationsTest {
    private static final int LARGEST = QueueRun.LARGEST;

    @Provide
    static Arbitrary<String> storages() {
        return Arbitraries.of(QueueRun.STORAGES);
    }

    /** From the beginning, from anywhere, or from shortly before the positions become negative. */
    @Provide
    static Arbitrary<Long> starts() {
        return Arbitraries.oneOf(
                Arbitraries.just(0L),
                Arbitraries.longs(),
                Arbitraries.longs().between(Long.MAX_VALUE - 8 * LARGEST, Long.MAX_VALUE));
    }

    @Provide
    static Arbitrary<List<Integer>> calls() {
        return RandomRun.calls(1200);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void bothHalvesBehaveLikeAQueue(
            @ForAll("storages") String storage,
            @ForAll @IntRange(min = 1, max = LARGEST) int capacity,
            @ForAll("starts") long start,
            @ForAll @IntRange(min = 20, max = 80) int writes,
            @ForAll("calls") List<Integer> calls) {
        new QueueRun(storage, capacity, start).run(writes, calls);
    }
}
