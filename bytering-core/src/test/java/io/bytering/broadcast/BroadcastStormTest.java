package io.bytering.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.BroadcastRing;
import io.bytering.Insides;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.Parker;
import io.bytering.testing.PositionBytes;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Readers come and go while the writer runs, some that it waits for and some that it does not, from now on or from the
 * oldest byte; some are closed from elsewhere, in the midst of a call or a callback. Every byte that any of them gets is
 * checked against its position. They park without a time limit when there is nothing, so a lost wake-up makes them hang.
 * However slow the machine is, they go on until they have read something.
 */
@Tag("overlays")
@Tag("long")
@Timeout(600)
class BroadcastStormTest {
    private static final long ENOUGH = 10_000;
    private static final Exception CAUSE = new Exception("closed from elsewhere");

    @ParameterizedTest
    @CsvSource({
        "direct, 64, 0, true",
        "direct, 100, 50, false",
        "direct, 4096, 2048, true",
        "direct, 7, 3, true",
        "mirrored, 64, 0, true",
        "mirrored, 1000, 500, true"
    })
    void everyByteThatAReaderGetsIsRight(String storage, int capacity, int history, boolean signals) throws Exception {
        assumeTrue(!storage.equals("mirrored") || MirroredMemory.isSupported());
        BroadcastRing ring = Insides.startingAt(
                        Long.MAX_VALUE - 100_000,
                        Insides.exact(BroadcastRing.builder()).capacity(capacity))
                .storage(storage.equals("mirrored") ? Storage.mirrored() : Storage.direct())
                .history(history)
                .signals(signals)
                .build();
        long deadline = System.nanoTime() + Effort.RACE_NANOS;
        AtomicLong read = new AtomicLong();
        BooleanSupplier isOver = () -> System.nanoTime() - deadline >= 0 && read.get() > ENOUGH;
        AtomicReferenceArray<RingReader> here = new AtomicReferenceArray<>(3);
        TwoThreads.run(
                () -> write(ring, isOver),
                () -> visit(ring, isOver, read, here, 0),
                () -> visit(ring, isOver, read, here, 1),
                () -> visit(ring, isOver, read, here, 2),
                () -> closeOthers(isOver, here));
        assertTrue(read.get() > ENOUGH, "only " + read.get() + " bytes were read");
        assertEquals(0, ring.readers());
    }

    private static void write(BroadcastRing ring, BooleanSupplier isOver) throws Exception {
        RingWriter writer = ring.writer();
        Nap nap = new Nap(writer.signals());
        SplittableRandom random = new SplittableRandom(7);
        while (!isOver.getAsBoolean()) {
            long position = writer.position();
            int length = random.nextInt(1, writer.maxClaim() + 1);
            boolean moved = switch (random.nextInt(3)) {
                case 0 -> writer.write(PositionBytes.from(position, length), 0, length) > 0;
                case 1 -> claimed(writer, length, random.nextInt(length + 1));
                default ->
                    writer.fill((slices, there) -> {
                                int here = slices[0].remaining();
                                PositionBytes.put(slices[0], position);
                                PositionBytes.put(slices[1], position + here);
                                return Math.min(there, length);
                            })
                            > 0;
            };
            if (!moved) {
                nap.until(waiter -> writer.arm(waiter, 1));
            }
            if (random.nextInt(200) == 0) {
                Thread.yield();
            }
        }
        writer.close();
    }

    private static boolean claimed(RingWriter writer, int length, int committed) throws Exception {
        ByteBuffer claim = writer.claim(length);
        if (claim != null) {
            PositionBytes.put(claim, writer.position());
            writer.commit(committed);
        }
        return claim != null;
    }

    private static void visit(
            BroadcastRing ring,
            BooleanSupplier isOver,
            AtomicLong read,
            AtomicReferenceArray<RingReader> here,
            int place)
            throws Exception {
        SplittableRandom random = new SplittableRandom(1 + place);
        while (!isOver.getAsBoolean()) {
            BroadcastRing.Start from = random.nextBoolean() ? BroadcastRing.Start.NEWEST : BroadcastRing.Start.OLDEST;
            boolean lossy = random.nextInt(3) == 0;
            try (RingReader reader = lossy ? ring.subscribeLossy(from) : ring.subscribe(from)) {
                here.set(place, reader);
                read.addAndGet(read(reader, random, lossy));
            }
        }
    }

    /** Another thread closes one of the readers every now and then. */
    private static void closeOthers(BooleanSupplier isOver, AtomicReferenceArray<RingReader> here) {
        SplittableRandom random = new SplittableRandom(8);
        while (!isOver.getAsBoolean()) {
            RingReader reader = here.get(random.nextInt(here.length()));
            if (reader != null) {
                reader.close(CAUSE);
            }
            LockSupport.parkNanos(random.nextInt(300_000));
        }
    }

    private static long read(RingReader reader, SplittableRandom random, boolean lossy) throws Exception {
        Nap nap = new Nap(reader.signals());
        long wanted = random.nextInt(3) == 0 ? 0 : random.nextInt(20 * reader.capacity());
        byte[] bytes = new byte[reader.capacity()];
        long done = 0;
        try {
            while (done < wanted) {
                long before = reader.position();
                long missed = reader.missedBytes();
                int length = random.nextInt(1, bytes.length + 1);
                int count = random.nextBoolean() ? reader.read(bytes, 0, length) : drain(reader, bytes, length);
                if (count < 0) {
                    break;
                }
                missed = reader.missedBytes() - missed;
                assertTrue(missed == 0 || lossy, missed + " bytes were missed");
                assertEquals(before + missed + count, reader.position());
                PositionBytes.check(bytes, count, before + missed);
                done += count;
                if (count == 0) {
                    nap.until(waiter -> reader.arm(waiter, 1));
                }
            }
        } catch (RingClosedException closedFromElsewhere) {
            assertSame(CAUSE, closedFromElsewhere.getCause());
            assertFalse(Thread.currentThread().isInterrupted(), "the close has interrupted this thread");
        }
        return done;
    }

    /** Slowly: the reader may well be closed meanwhile, and the bytes are right all the same. */
    private static int drain(RingReader reader, byte[] bytes, int length) throws IOException {
        return reader.drain((slices, there) -> {
            int count = Math.min(length, there);
            int here = Math.min(count, slices[0].remaining());
            Thread.yield();
            slices[0].get(bytes, 0, here);
            slices[1].get(bytes, here, count - here);
            return count;
        });
    }

    /** Parks until it is woken; on a ring without signals it only pauses. */
    private static final class Nap {
        interface Door {
            boolean arm(Waiter waiter);
        }

        private final boolean signals;
        private final TwoThreads.Pause pause = new TwoThreads.Pause();
        private final Parker parker = new Parker();

        Nap(boolean signals) {
            this.signals = signals;
        }

        void until(Door door) {
            if (!signals) {
                pause.pause();
            } else if (door.arm(parker)) {
                parker.park();
            }
        }
    }
}
