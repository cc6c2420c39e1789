package io.bytering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.internal.QueueLength;
import io.bytering.testing.Effort;
import io.bytering.testing.Parker;
import io.bytering.testing.Sleeper;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue of those that sleep among many readers: nobody is missed, and nobody who has gone stays. */
@Timeout(300)
class WaiterQueueTest {
    private static int length(BroadcastRing ring) {
        return QueueLength.of(ring.writer().state.sleepingReaders);
    }

    @Test
    void readersThatCameAndWentWhileNobodyWroteLeaveNothing() {
        BroadcastRing ring = BroadcastRing.ofCapacity(8);
        Sleeper sleeper = new Sleeper();
        RingReader stays = ring.subscribe();
        assertTrue(stays.arm(sleeper, 1));
        for (int i = 0; i < 10_000; i++) {
            RingReader reader = i % 2 == 0 ? ring.subscribe() : ring.subscribeLossy();
            assertTrue(reader.arm(sleeper, 1));
            if (i % 3 == 0) {
                assertTrue(reader.disarm(sleeper));
            }
            reader.close();
            assertTrue(length(ring) < 200, "slots in the queue: " + length(ring));
        }
        int before = sleeper.woken;
        write(ring, 1);
        assertEquals(before + 1, sleeper.woken, "the one that stays");
        assertEquals(0, length(ring));
    }

    @Test
    void thoseThatAreReachedAreWokenOnceAndTheOthersStay() {
        BroadcastRing ring = BroadcastRing.ofCapacity(8);
        Sleeper soon = new Sleeper();
        Sleeper later = new Sleeper();
        List<RingReader> readers = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            RingReader reader = ring.subscribe();
            readers.add(reader);
            assertTrue(reader.arm(i % 2 == 0 ? soon : later, i % 2 == 0 ? 1 : 2));
        }
        write(ring, 1);
        assertEquals("2000 0", soon.woken + " " + later.woken);
        assertEquals(2000, length(ring));
        write(ring, 1);
        assertEquals("2000 2000", soon.woken + " " + later.woken);
        assertEquals(0, length(ring));
        assertFalse(readers.get(0).disarm(soon));
    }

    /** While others come, arm, disarm and go, so that the queue is cleared all the time, a sleeper misses no byte. */
    @Test
    void nobodyIsMissedWhileTheQueueIsCleared() throws Exception {
        BroadcastRing ring = BroadcastRing.ofCapacity(64);
        RingReader reader = ring.subscribe();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(400L * Effort.FACTOR);
        AtomicBoolean done = new AtomicBoolean();
        TwoThreads.run(
                () -> {
                    TwoThreads.Pause pause = new TwoThreads.Pause();
                    while (System.nanoTime() - deadline < 0) {
                        long next = ring.writer().position() + 1;
                        write(ring, 1);
                        while (reader.state.read.loadVolatile() != next) { // its reader sleeps, and must be woken
                            pause.pause();
                        }
                    }
                    ring.writer().close();
                },
                () -> {
                    Parker parker = new Parker();
                    byte[] one = new byte[1];
                    while (true) {
                        int count = reader.read(one);
                        if (count < 0) {
                            break;
                        }
                        if (count == 0 && reader.arm(parker, 1)) {
                            parker.park();
                        }
                    }
                    done.set(true);
                },
                () -> {
                    Waiter never = () -> {};
                    while (!done.get()) {
                        RingReader other = ring.subscribeLossy();
                        if (other.arm(never, 64)) {
                            other.disarm(never);
                        }
                        other.close();
                    }
                });
    }

    private static void write(BroadcastRing ring, int count) {
        try {
            assertEquals(count, ring.writer().write(new byte[count]));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
