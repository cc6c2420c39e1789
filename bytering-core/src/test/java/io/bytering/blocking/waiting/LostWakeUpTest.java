package io.bytering.blocking.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.Rig;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.TestBytes;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Very many short waits of two parking threads, for half a second at most. No time limit and no interrupt comes to their
 * rescue: a single wake-up that is lost, and both sleep for ever.
 */
@Tag("overlays")
@Tag("long")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostWakeUpTest {
    private static final long LIMIT_SECONDS = 120L * Effort.FACTOR;

    /** Far less than there is time for, even on a machine that has much else to do. */
    private static final int LEAST = 500;

    private final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500L * Effort.FACTOR);

    private static Rig rig(int capacity) {
        return new Rig(capacity, WaitStrategy.parking(), Storage.heap(), true);
    }

    private boolean goesOn(long done, int count) {
        return done < LEAST || done < (long) count * Effort.FACTOR && System.nanoTime() - deadline < 0;
    }

    /** Runs both at once, and to their ends. */
    private static void together(Callable<?> one, Callable<?> other) {
        Task<?> first = Task.start(one);
        Task<?> second = Task.start(other);
        try {
            first.get(LIMIT_SECONDS);
            second.get(LIMIT_SECONDS);
        } finally {
            first.interrupt(); // if one has failed, the other has nobody to wait for
            second.interrupt();
        }
    }

    /** Where one side spins, it moves at the very moment in which the other falls asleep. */
    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(WaitStrategy.parking(), WaitStrategy.parking()),
                Arguments.of(WaitStrategy.busySpin(), WaitStrategy.parking()),
                Arguments.of(WaitStrategy.parking(), WaitStrategy.busySpin()));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void noHandOverIsLost(WaitStrategy writing, WaitStrategy reading) {
        try (Rig rig = rig(1)) {
            BlockingWriter writer = BlockingWriter.of(rig.ring.writer(), writing);
            BlockingReader reader = BlockingReader.of(rig.ring.reader(), reading);
            together(
                    () -> {
                        byte[] one = new byte[1];
                        for (int i = 0; goesOn(i, 500_000); i++) {
                            one[0] = TestBytes.at(i);
                            writer.write(one, 0, 1);
                        }
                        writer.close();
                        return null;
                    },
                    () -> {
                        byte[] one = new byte[1];
                        for (int i = 0; reader.read(one, 0, 1) > 0; i++) {
                            assertEquals(TestBytes.at(i), one[0]);
                        }
                        return null;
                    });
            assertAllCame(rig);
        }
    }

    private static void assertAllCame(Rig rig) {
        assertEquals(rig.ring.writer().position(), rig.ring.reader().position());
        assertTrue(rig.ring.reader().position() >= LEAST);
    }

    /** The capacity leaves no claim waiting for contiguous room while the reader waits for more: 6 = 2 + 2 * (3 - 1). */
    @Test
    void waitsForMoreThanOneByteAreWoken() {
        try (Rig rig = rig(6)) {
            together(
                    () -> {
                        Random random = new Random(1);
                        for (long i = 0; goesOn(i, 30_000); i++) {
                            int length = 1 + random.nextInt(3);
                            rig.writer
                                    .claim(length)
                                    .put(TestBytes.of(rig.ring.writer().position(), length));
                            rig.writer.commit(length);
                            rig.writer.awaitWritable(1 + random.nextInt(2));
                        }
                        rig.writer.close();
                        return null;
                    },
                    () -> {
                        Random random = new Random(2);
                        while (rig.reader.awaitReadable(1 + random.nextInt(2))) {
                            rig.take(1);
                        }
                        rig.takeAll();
                        return null;
                    });
            assertAllCame(rig);
        }
    }

    /** A limit about as long as the wait: the waker and the one who gives up meet at the same waiter. */
    @Test
    void givingUpAndWakingDoNotCollide() {
        try (Rig rig = rig(1)) {
            together(
                    () -> {
                        for (int i = 0; goesOn(i, 20_000); i++) {
                            rig.writer.awaitWritable(1);
                            rig.put(1);
                        }
                        rig.writer.close();
                        return null;
                    },
                    () -> {
                        Random random = new Random(3);
                        for (boolean open = true; open; ) {
                            try {
                                open = rig.reader.awaitReadable(1, random.nextInt(40), TimeUnit.MICROSECONDS);
                                rig.takeAll();
                            } catch (RingTimeoutException e) {
                                assertEquals(0, e.bytesTransferred);
                            }
                        }
                        return null;
                    });
            assertAllCame(rig);
        }
    }

    @Test
    void noCloseIsMissed() {
        for (int done = 0; goesOn(done, 2_000); done += 100) {
            noCloseIsMissed(100);
        }
    }

    private static void noCloseIsMissed(int count) {
        Rig[] rigs = new Rig[count];
        for (int i = 0; i < count; i++) {
            rigs[i] = rig(4);
        }
        AtomicInteger arrived = new AtomicInteger();
        together(
                () -> {
                    for (Rig rig : rigs) {
                        arrived.incrementAndGet();
                        assertEquals(-1, rig.reader.read(new byte[1], 0, 1));
                    }
                    return null;
                },
                () -> {
                    Random random = new Random(4);
                    for (int i = 0; i < count; i++) {
                        while (arrived.get() <= i && !Thread.currentThread().isInterrupted()) {
                            Thread.yield();
                        }
                        for (int spins = random.nextInt(300); spins > 0; spins--) {
                            Thread.onSpinWait();
                        }
                        rigs[i].writer.close();
                    }
                    return null;
                });
        assertEquals(count, arrived.get());
    }
}
