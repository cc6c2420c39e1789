package io.bytering.stress;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.WaitStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Short lives of rings whose halves wait for each other. To Lincheck a parked thread may wake by itself, and then looks for
 * itself; so most of these runs do not park, and look in the end whether the armed waiter was woken, once.
 */
enum WaitingRun implements Runnable {
    /** A reader waits for two bytes that come one by one. */
    TWO_BYTES_COME {
        @Override
        public void run() {
            ByteRing ring = Moves.ring(2);
            Arm reader = new Arm();
            together(
                    () -> {
                        ring.writer().write(new byte[1], 0, 1);
                        ring.writer().write(new byte[1], 0, 1);
                    },
                    () -> reader.armed(ring.reader().arm(reader, 2)));
            reader.requireWokenOnce();
        }
    },

    /** A reader waits for more than will ever come. */
    THE_END_COMES {
        @Override
        public void run() {
            ByteRing ring = Moves.ring(2);
            Arm reader = new Arm();
            together(
                    () -> writeAndClose(ring.writer()),
                    () -> reader.armed(ring.reader().arm(reader, 2)));
            reader.requireWokenOnce();
        }
    },

    /** A writer waits for room, or for its reader to go. */
    THE_READER_READS_AND_GOES {
        @Override
        public void run() {
            ByteRing ring = Moves.ring(2);
            Arm writer = new Arm();
            together(
                    () -> untilClosed(() -> {
                        ring.writer().write(new byte[2], 0, 2);
                        writer.armed(ring.writer().arm(writer, 2));
                    }),
                    () -> {
                        ring.reader().skip(1);
                        ring.reader().close();
                    });
            writer.requireWokenOnce();
        }
    },

    /** Somebody else closes the ring while both halves fall asleep. */
    A_THIRD_THREAD_CLOSES {
        @Override
        public void run() {
            ByteRing ring = Moves.ring(1);
            Arm reader = new Arm();
            Arm writer = new Arm();
            together(
                    () -> untilClosed(() -> writer.armed(ring.writer().armClaim(writer, 1))),
                    () -> untilClosed(() -> reader.armed(ring.reader().arm(reader, 1))),
                    ring::close);
            reader.requireWokenOnce();
            writer.requireWokenOnce();
        }
    },

    /** Of a wake-up and the one who takes his waiter back, exactly one acts. */
    WOKEN_OR_DISARMED {
        @Override
        public void run() {
            ByteRing ring = Moves.ring(2);
            Arm reader = new Arm();
            together(() -> writeAndClose(ring.writer()), () -> {
                reader.armed(ring.reader().arm(reader, 2));
                reader.disarmed = ring.reader().disarm(reader);
            });
            reader.requireWokenOnce();
        }
    },

    /** Two readers come to a running writer, and wait for the next byte or the end. */
    TWO_READERS_COME {
        @Override
        public void run() {
            BroadcastRing ring = BroadcastRing.ofCapacity(1);
            Arm one = new Arm();
            Arm other = new Arm();
            together(() -> writeAndClose(ring.writer()), () -> subscribe(ring, one), () -> subscribe(ring, other));
            one.requireWokenOnce();
            other.requireWokenOnce();
        }
    },

    /** Of two readers that make room at once, one by reading and one by going, the last wakes the writer. */
    THE_LAST_OF_TWO_READERS_MAKES_ROOM {
        @Override
        public void run() {
            BroadcastRing ring = BroadcastRing.ofCapacity(1);
            RingReader one = ring.subscribe();
            RingReader other = ring.subscribe();
            Arm writer = new Arm();
            together(
                    () -> {
                        ring.writer().write(new byte[1], 0, 1);
                        writer.armed(ring.writer().arm(writer, 1));
                    },
                    () -> {
                        while (one.skip(1) == 0) {
                            Thread.onSpinWait();
                        }
                    },
                    other::close);
            writer.requireWokenOnce();
        }
    },

    /** Both halves park until the other has moved, as threads do. */
    BOTH_HALVES_PARK {
        @Override
        public void run() {
            ByteRing ring = Moves.ring(1);
            BlockingReader reader = BlockingReader.of(ring.reader(), WaitStrategy.parking());
            BlockingWriter writer = BlockingWriter.of(ring.writer(), WaitStrategy.parking());
            int[] read = new int[1];
            together(
                    () -> {
                        writer.write(new byte[] {1, 2}, 0, 2);
                        writer.close();
                    },
                    () -> {
                        byte[] one = new byte[1];
                        while (reader.read(one, 0, 1) > 0) {
                            require(one[0] == ++read[0], "the bytes come in their order");
                        }
                    });
            require(read[0] == 2, "all bytes have come: " + read[0]);
        }
    };

    /** A part of a run, on a thread of its own. */
    interface Part {
        void run() throws Exception;
    }

    /** A waiter, and what became of it. */
    static final class Arm implements Waiter {
        private final AtomicInteger wakeUps = new AtomicInteger();
        private boolean armed;
        private boolean disarmed;

        @Override
        public void wake() {
            wakeUps.incrementAndGet();
        }

        void armed(boolean isArmed) {
            armed = isArmed;
        }

        void requireWokenOnce() {
            int expected = armed && !disarmed ? 1 : 0;
            require(wakeUps.get() == expected, "woken " + wakeUps + " times in place of " + expected);
        }
    }

    private static void writeAndClose(RingWriter writer) throws RingAbandonedException {
        writer.write(new byte[1], 0, 1);
        writer.close();
    }

    private static void subscribe(BroadcastRing ring, Arm arm) {
        RingReader reader = ring.subscribe();
        arm.armed(reader.arm(arm, 1));
    }

    /** The ring may be closed at any moment, so a part may find it so. */
    private static void untilClosed(Part part) throws Exception {
        try {
            part.run();
        } catch (RingClosedException | RingAbandonedException e) {
            // as it should
        }
    }

    static void together(Part... parts) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Part part : parts) {
            threads.add(new Thread(() -> {
                try {
                    part.run();
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
