package io.bytering.item;

import io.bytering.random.RandomRun;
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
 * Random produces and consumes on rings of items, of all kinds and types: every item and every tag compared. A failure is
 * shown with the fewest calls that still fail. The profile {@code stress} tries very many more.
 */
@Tag("overlays")
@Tag("long")
class RandomItemsTest {
    private static final int LARGEST = 60;

    @Provide
    static Arbitrary<ItemType<?>> types() {
        return Arbitraries.of(ItemNumbers.TYPES);
    }

    @Provide
    static Arbitrary<List<Integer>> calls() {
        return RandomRun.calls(500);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyReaderGetsEveryItemAndItsTags(
            @ForAll AnyItemRing.Kind kind,
            @ForAll AnyItemRing.Where where,
            @ForAll("types") ItemType<?> type,
            @ForAll @IntRange(min = 1, max = LARGEST) int capacity,
            @ForAll @IntRange(min = 0, max = LARGEST) int history,
            @ForAll @IntRange(min = 20, max = 80) int writes,
            @ForAll("calls") List<Integer> calls) {
        new ItemRun(new AnyItemRing(kind, where, type, capacity, history)).run(writes, calls);
    }
}
