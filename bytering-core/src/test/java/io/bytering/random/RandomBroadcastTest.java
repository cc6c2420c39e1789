package io.bytering.random;

import io.bytering.storage.Storage;
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
 * Random calls on a writer and on readers that come and go, all on one thread: how much each call moves is known, and every
 * byte is checked. A failure is shown with the fewest calls that still fail. The profile {@code stress} tries very many
 * more ({@code jqwik.tries.default}).
 */
@Tag("overlays")
@Tag("long")
class RandomBroadcastTest {
    private static final int LARGEST = BroadcastRun.LARGEST;

    @Provide
    static Arbitrary<Storage> storages() {
        return Arbitraries.of(BroadcastRun.STORAGES);
    }

    @Provide
    static Arbitrary<List<Integer>> calls() {
        return RandomRun.calls(1200);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyReaderGetsEveryByteFromItsStartOn(
            @ForAll("storages") Storage storage,
            @ForAll @IntRange(min = 1, max = LARGEST) int capacity,
            @ForAll @IntRange(min = 0, max = 90) int historyPercent,
            @ForAll boolean nearTheEnd,
            @ForAll @IntRange(min = 20, max = 80) int writes,
            @ForAll("calls") List<Integer> calls) {
        new BroadcastRun(storage, capacity, historyPercent, nearTheEnd).run(writes, calls);
    }
}
