package io.bytering;

import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random calls on both halves of a ring in recovered memory, every outcome compared with a plain queue. */
final class QueueRun extends RandomRun {
    static final int LARGEST = 70;

    static final List<String> STORAGES = MirroredMemory.isSupported()
            ? List.of("heap", "direct", "broadcast", "mirrored", "broadcast mirrored")
            : List.of("heap", "direct", "broadcast");

    private final ByteRing ring;
    private final QueueModel model;
    private final RandomWriting writing;
    private final RandomReading reading;
    private final boolean abandonable;

    QueueRun(String storage, int capacity, long start) {
        ring = ring(storage, capacity, start);
        int startIndex = (int) (ring.writer().position() - ring.writer().base);
        boolean startsOver = ring.writer() instanceof SpscWriter;
        model = new QueueModel(capacity, start, ring.writer().state.mapped, startIndex, startsOver);
        writing = new RandomWriting(ring.writer(), model);
        reading = new RandomReading(ring.reader(), model);
        abandonable = !storage.startsWith("broadcast"); // others may still come
    }

    /** On a ring of any kind, from the beginning or from shortly before the positions become negative. */
    static QueueRun any(RandomGenerator random) {
        String storage = STORAGES.get(random.nextInt(STORAGES.size()));
        long start = random.nextBoolean() ? Long.MAX_VALUE - random.nextInt(8 * LARGEST) : 0;
        return new QueueRun(storage, 1 + random.nextInt(LARGEST), start);
    }

    @Override
    protected void call(RandomGenerator random, int writes) throws Exception {
        int dice = random.nextInt(100);
        if (random.nextInt(500) == 0) {
            close(dice % 2 == 0 || !abandonable);
        } else {
            note(dice < writes ? writing.step(random) : reading.step(random));
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
        note(writer ? "the writer's close" : "the reader's close");
    }

    @Override
    protected void end() {
        close(true);
        reading.checkEnd();
        ring.reader().close();
    }

    private static ByteRing ring(String storage, int capacity, long start) {
        switch (storage) {
            case "mirrored":
                return MirroredRings.beforeTheSeam(capacity, start, 3 * capacity);
            case "broadcast":
                return BroadcastRings.withOneReader(Recovered.storage(Storage.direct()), capacity, start, true);
            case "broadcast mirrored":
                return BroadcastRings.withOneReader(Recovered.storage(Storage.mirrored()), capacity, start, true);
            default:
                return ByteRing.builder()
                        .capacity(capacity)
                        .storage(Recovered.storage(storage.equals("heap") ? Storage.heap() : Storage.direct()))
                        .startPosition(start)
                        .build();
        }
    }
}
