package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many random ints through rings of items, every one compared. */
@Timeout(300)
class ItemWorkloadsTest {
    private static final int MANY = 1_231_233;
    private static final int SPINNING = 123_123;
    private static final long SEED = 42;

    private static ItemRing<IntBuffer> ring(int capacity, String storage, boolean signals) {
        return ItemRing.builder(ItemType.INT)
                .capacity(capacity)
                .storage(storage.equals("mirrored") ? Storage.preferMirrored() : Storage.direct())
                .signals(signals)
                .build();
    }

    /** Fills slices with the next random numbers. */
    private static final class Source {
        private final SplittableRandom numbers = new SplittableRandom(SEED);
        private final SplittableRandom counts = new SplittableRandom(1);
        private int left;

        Source(int total) {
            left = total;
        }

        boolean write(ItemWriter<IntBuffer> writer) throws IOException {
            IntBuffer slice = writer.slice();
            int count =
                    Math.min(left, slice.remaining() < 2 ? slice.remaining() : counts.nextInt(slice.remaining()) + 1);
            for (int i = 0; i < count; i++) {
                slice.put(numbers.nextInt());
            }
            writer.produce(count);
            left -= count;
            return count > 0;
        }
    }

    /** Compares slices with the same numbers. */
    private static final class Sink {
        private final SplittableRandom numbers = new SplittableRandom(SEED);
        private final SplittableRandom counts = new SplittableRandom(2);
        private int left;

        Sink(int total) {
            left = total;
        }

        boolean read(ItemReader<IntBuffer> reader) {
            IntBuffer slice = reader.slice();
            int count = slice.remaining() < 2 ? slice.remaining() : counts.nextInt(slice.remaining()) + 1;
            for (int i = 0; i < count; i++) {
                int expected = numbers.nextInt();
                int got = slice.get();
                if (expected != got) {
                    assertEquals(expected, got, "with " + (left - i) + " to come");
                }
            }
            reader.consume(count);
            left -= count;
            return count > 0;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "mirrored"})
    void takingTurns(String storage) throws IOException {
        try (ItemRing<IntBuffer> ring = ring(4096, storage, true)) {
            Source source = new Source(MANY);
            Sink sink = new Sink(MANY);
            while (sink.left > 0) {
                source.write(ring.writer());
                sink.read(ring.reader());
            }
            assertEquals(0, source.left);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "mirrored"})
    void twoThreadsThatBlock(String storage) throws Exception {
        ItemRing<IntBuffer> ring = ring(4096, storage, true);
        Source source = new Source(MANY);
        Sink sink = new Sink(MANY);
        TwoThreads.run(
                () -> {
                    BlockingWriter wait = BlockingWriter.of(ring.writer().writer());
                    while (source.left > 0) {
                        assertTrue(wait.awaitWritable(ItemType.INT.bytes()));
                        assertTrue(source.write(ring.writer()), "where there is room, there is a slice");
                    }
                    ring.writer().close();
                },
                () -> {
                    BlockingReader wait = BlockingReader.of(ring.reader().reader());
                    while (wait.awaitReadable(ItemType.INT.bytes())) {
                        assertTrue(sink.read(ring.reader()), "where items wait, there is a slice");
                    }
                    assertEquals(0, sink.left);
                    assertTrue(ring.reader().isExhausted());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "mirrored"})
    void twoThreadsThatSpin(String storage) throws Exception {
        ItemRing<IntBuffer> ring = ring(64, storage, false);
        Source source = new Source(SPINNING);
        Sink sink = new Sink(SPINNING);
        TwoThreads.run(
                () -> {
                    TwoThreads.Pause pause = new TwoThreads.Pause();
                    while (source.left > 0) {
                        if (!source.write(ring.writer())) {
                            pause.pause();
                        }
                    }
                    ring.writer().close();
                },
                () -> {
                    TwoThreads.Pause pause = new TwoThreads.Pause();
                    while (!ring.reader().isExhausted()) {
                        if (!sink.read(ring.reader())) {
                            pause.pause();
                        }
                    }
                    assertEquals(0, sink.left);
                });
    }

    @Test
    void hundredRingsAliveAtOnce() throws IOException {
        List<ItemRing<IntBuffer>> rings = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rings.add(ring(1, MirroredMemory.isSupported() && i % 2 == 0 ? "mirrored" : "direct", true));
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                ItemRings.produce(rings.get(i), i + round, 1, Tag.of(0, i));
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(List.of(Tag.of(0, i)), rings.get(i).reader().tags());
                ItemRings.consume(rings.get(i), i + round, 1);
            }
        }
        rings.forEach(ItemRing::close);
    }
}
