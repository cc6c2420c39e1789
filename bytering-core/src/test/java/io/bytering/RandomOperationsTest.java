package io.bytering;

import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/**
 * Random calls on both halves, every outcome compared with a plain queue: what may not be asked is refused and changes
 * nothing, and after the closes, which come at random too, nothing moves. A failure is shown with the fewest calls that
 * still fail. The profile {@code stress} tries very many more ({@code jqwik.tries.default}).
 */
@Tag("long")
class RandomOperationsTest {
    private static final int LARGEST = 70;

    @Provide
    static Arbitrary<String> storages() {
        return MirroredMemory.isSupported()
                ? Arbitraries.of("heap", "direct", "broadcast", "mirrored", "broadcast mirrored")
                : Arbitraries.of("heap", "direct", "broadcast");
    }

    /** From the beginning, from anywhere, or from shortly before the positions become negative. */
    @Provide
    static Arbitrary<Long> starts() {
        return Arbitraries.oneOf(
                Arbitraries.just(0L),
                Arbitraries.longs(),
                Arbitraries.longs().between(Long.MAX_VALUE - 8 * LARGEST, Long.MAX_VALUE));
    }

    /** Each of them decides by itself what one call does, so that it means the same when others are left out. */
    @Provide
    static Arbitrary<List<Integer>> calls() {
        return Arbitraries.integers()
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofMaxSize(1200)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void bothHalvesBehaveLikeAQueue(
            @ForAll("storages") String storage,
            @ForAll @IntRange(min = 1, max = LARGEST) int capacity,
            @ForAll("starts") long start,
            @ForAll @IntRange(min = 20, max = 80) int writes,
            @ForAll("calls") List<Integer> calls) {
        Run run = new Run(storage, capacity, start);
        try {
            for (int i = 0; i < calls.size(); i++) {
                // changes, so that the ring is full for a while, then empty
                run.call(new SplittableRandom(calls.get(i)), i / 100 % 2 == 0 ? writes : 100 - writes);
            }
            run.end();
        } catch (Throwable e) {
            throw new AssertionError("after " + run.last, e);
        }
    }

    private static final class Run {
        private final ByteRing ring;
        private final QueueModel model;
        private final RandomWriting writing;
        private final RandomReading reading;
        private final boolean abandonable;
        final Deque<String> last = new ArrayDeque<>();

        Run(String storage, int capacity, long start) {
            ring = ring(storage, capacity, start);
            int startIndex = (int) (ring.writer().position() - ring.writer().base);
            boolean startsOver = ring.writer() instanceof SpscWriter;
            model = new QueueModel(capacity, start, ring.writer().state.mapped, startIndex, startsOver);
            writing = new RandomWriting(ring.writer(), model);
            reading = new RandomReading(ring.reader(), model);
            abandonable = !storage.startsWith("broadcast"); // others may still come
        }

        void call(SplittableRandom random, int writes) throws Exception {
            int dice = random.nextInt(100);
            if (random.nextInt(500) == 0) {
                close(dice % 2 == 0 || !abandonable);
            } else {
                last.add(dice < writes ? writing.step(random) : reading.step(random));
            }
            if (last.size() > 8) {
                last.remove();
            }
            // asking refreshes what a half knows of the other, so it must not always be asked
            writing.check(random.nextInt(4) == 0);
            reading.check(random.nextInt(4) == 0);
        }

        private void close(boolean writer) {
            if (writer) {
                ring.writer().close();
                model.writerClosed = true;
            } else {
                ring.reader().close();
                model.readerClosed = true;
            }
            last.add(writer ? "the writer's close" : "the reader's close");
        }

        void end() {
            close(true);
            reading.checkEnd();
            ring.reader().close();
        }
    }

    private static ByteRing ring(String storage, int capacity, long start) {
        switch (storage) {
            case "mirrored":
                return MirroredRings.beforeTheSeam(capacity, start, 3 * capacity);
            case "broadcast":
                return BroadcastRings.withOneReader(Storage.direct(), capacity, start, true);
            case "broadcast mirrored":
                return BroadcastRings.withOneReader(Storage.mirrored(), capacity, start, true);
            default:
                return ByteRing.builder()
                        .capacity(capacity)
                        .storage(storage.equals("heap") ? Storage.heap() : Storage.direct())
                        .startPosition(start)
                        .build();
        }
    }
}
