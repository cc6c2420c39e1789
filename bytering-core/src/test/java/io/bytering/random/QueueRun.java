package io.bytering.random;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytering.BroadcastRings;
import io.bytering.ByteRing;
import io.bytering.Insides;
import io.bytering.MirroredRings;
import io.bytering.RingAssertions;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Elsewhere;
import io.bytering.testing.Recovered;
import io.bytering.testing.ScribblingPool;
import io.bytering.testing.Uses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.function.Executable;

/** Random calls on both halves of a ring in recovered memory, every outcome compared with a plain queue. */
public final class QueueRun extends RandomRun {
    static final int LARGEST = 70;

    static final List<String> STORAGES = MirroredMemory.isSupported()
            ? List.of("heap", "direct", "pooled", "broadcast", "broadcast pooled", "mirrored", "broadcast mirrored")
            : List.of("heap", "direct", "pooled", "broadcast", "broadcast pooled");

    private final ByteRing ring;
    private final QueueModel model;
    private final RandomWriting writing;
    private final RandomReading reading;
    private final boolean abandonable;
    private final ScribblingPool pool;

    /** Within a callback, where the other half makes a call. */
    private boolean nested;

    QueueRun(String storage, int capacity, long start) {
        pool = new ScribblingPool(start % 2 == 0, capacity);
        ring = ring(storage, pool, capacity, start);
        int startIndex = Insides.index(ring.writer());
        boolean startsOver = Insides.startsOver(ring.writer());
        model = new QueueModel(capacity, start, Insides.mapped(ring.writer()), startIndex, startsOver);
        writing = new RandomWriting(ring.writer(), model, this::comeIn);
        reading = new RandomReading(ring.reader(), model, this::comeIn);
        abandonable = !storage.startsWith("broadcast"); // others may still come
    }

    /** On a ring of any kind, from the beginning or from shortly before the positions become negative. */
    public static QueueRun any(RandomGenerator random) {
        String storage = STORAGES.get(random.nextInt(STORAGES.size()));
        long start = random.nextBoolean() ? Long.MAX_VALUE - random.nextInt(8 * LARGEST) : 0;
        return new QueueRun(storage, 1 + random.nextInt(LARGEST), start);
    }

    @Override
    protected void call(RandomGenerator random, int writes) throws Exception {
        int dice = random.nextInt(100);
        if (random.nextInt(500) == 0) {
            close(dice % 2 == 0 || !abandonable, random);
        } else {
            note(dice < writes ? writing.step(random) : reading.step(random));
        }
        writing.check(random.nextInt(4) == 0);
        reading.check(random.nextInt(4) == 0);
        if (random.nextInt(200) == 0) {
            Elsewhere.call(this::ask);
        }
    }

    private boolean ask() {
        writing.ask();
        reading.ask();
        return true;
    }

    /** With or without a cause, by this thread or another; of several closes of a half the first one counts. */
    private void close(boolean writer, RandomGenerator random) throws Exception {
        Throwable cause = random.nextBoolean() ? new IOException("a cause") : null;
        RandomSleeper.Call<Boolean> close = () -> {
            if (writer) {
                ring.writer().close(cause);
            } else {
                ring.reader().close(cause);
            }
            return true;
        };
        if (random.nextBoolean()) {
            RandomSleeper.call(close);
        } else {
            Elsewhere.call(() -> RandomSleeper.call(close));
        }
        if (writer) {
            model.writerCause = model.writerClosed ? model.writerCause : cause;
            model.writerClosed = true;
        } else {
            model.readerCause = model.readerClosed ? model.readerCause : cause;
            model.readerClosed = true;
        }
        note(writer ? "the writer's close" : "the reader's close");
    }

    /** The lent half may be closed and asked, and must not be used; the other half may make its calls. */
    private void comeIn(boolean readerIsLent, RandomGenerator random) throws IOException {
        try {
            switch (random.nextInt(12)) {
                case 0 -> useLent(readerIsLent, random);
                case 1 -> ask();
                case 2 -> {
                    if (random.nextInt(20) == 0) {
                        Elsewhere.call(this::ask);
                    }
                }
                case 3 -> {
                    if (random.nextInt(20) == 0) {
                        close(random.nextBoolean() || !abandonable, random);
                    }
                }
                case 4, 5 -> goOn(readerIsLent, random);
                default -> {
                    // nobody comes
                }
            }
        } catch (Exception e) {
            throw RingAssertions.<IOException>sneaky(e);
        }
    }

    private void useLent(boolean reader, RandomGenerator random) {
        Map<String, Executable> uses = reader ? Uses.of(ring.reader()) : Uses.of(ring.writer());
        List<String> names = new ArrayList<>(uses.keySet());
        String name = names.get(random.nextInt(names.size()));
        note("→ " + name + " of the lent half");
        assertThrows(IllegalStateException.class, uses.get(name), name); // perhaps as it is closed
    }

    /** A call of the other half, by this thread or another. */
    private void goOn(boolean readerIsLent, RandomGenerator random) throws Exception {
        if (nested) {
            return;
        }
        nested = true;
        try {
            Callable<String> step = () -> readerIsLent ? writing.step(random) : reading.step(random);
            note("→ " + (random.nextInt(20) == 0 ? Elsewhere.call(step) : step.call()));
        } finally {
            nested = false;
        }
    }

    @Override
    protected void end() throws Exception {
        close(true, new SplittableRandom(1));
        reading.checkEnd();
        ring.close();
        pool.requireAllBack();
    }

    private static ByteRing ring(String storage, ScribblingPool pool, int capacity, long start) {
        switch (storage) {
            case "mirrored":
                return MirroredRings.beforeTheSeam(capacity, start, 3 * capacity);
            case "broadcast pooled":
                return BroadcastRings.withOneReader(pool, capacity, start, true);
            case "pooled":
                return Insides.startingAt(start, ByteRing.builder())
                        .capacity(capacity)
                        .storage(pool)
                        .build();
            case "broadcast":
                return BroadcastRings.withOneReader(Recovered.storage(Storage.direct()), capacity, start, true);
            case "broadcast mirrored":
                return BroadcastRings.withOneReader(Recovered.storage(Storage.mirrored()), capacity, start, true);
            default:
                return Insides.startingAt(start, ByteRing.builder())
                        .capacity(capacity)
                        .storage(Recovered.storage(storage.equals("heap") ? Storage.heap() : Storage.direct()))
                        .build();
        }
    }
}
