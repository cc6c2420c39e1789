package io.bytering.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.testing.Effort;
import io.bytering.testing.Parker;
import io.bytering.testing.ScribblingPool;
import io.bytering.testing.TwoThreads;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody closes the ring, the reader or a writer at any moment. Nobody sleeps on, and memory goes back once, unharmed. */
@Tag("overlays")
@Timeout(300)
class MessageCloseStressTest {
    private static final int CAPACITY = 64;
    private static final int LEAST = 20;

    enum What {
        RING,
        READER,
        WRITER,
        RING_AND_READER
    }

    @ParameterizedTest
    @EnumSource
    void anybodyClosesAtAnyMoment(What what) throws Exception {
        ScribblingPool pool = new ScribblingPool(true, CAPACITY);
        long end = System.nanoTime() + Effort.RACE_NANOS;
        for (int i = 0; i < LEAST || System.nanoTime() < end; i++) {
            once(pool, what, i);
            pool.requireAllBack();
        }
    }

    private static void once(ScribblingPool pool, What what, int round) throws Exception {
        MessageRing ring =
                MessageRing.builder().capacity(CAPACITY).storage(pool).build();
        MessageWriter[] writers = {ring.newWriter(), ring.newWriter()};
        AtomicInteger open = new AtomicInteger(writers.length);
        TwoThreads.run(
                () -> write(ring, writers[0], 0, what, open),
                () -> write(ring, writers[1], 1, what, open),
                () -> read(ring.reader()),
                () -> {
                    for (int i = round * 37 % 2000; i > 0; i--) {
                        Thread.onSpinWait();
                    }
                    close(ring, writers, what);
                });
        for (MessageWriter writer : writers) { // a claim that its thread has left
            writer.abort();
        }
        ring.reader().close();
    }

    private static void close(MessageRing ring, MessageWriter[] writers, What what) {
        if (what == What.WRITER) {
            for (MessageWriter writer : writers) {
                writer.close();
            }
            return;
        }
        if (what != What.READER) {
            ring.close();
        }
        if (what != What.RING) {
            ring.reader().close();
        }
    }

    private static void write(MessageRing ring, MessageWriter writer, int number, What what, AtomicInteger open)
            throws Exception {
        Parker parker = new Parker();
        SplittableRandom random = new SplittableRandom(number);
        try {
            for (long i = 0; ; i++) {
                int length = 8 + random.nextInt(20);
                ByteBuffer slot = writer.claim(length);
                while (slot == null) {
                    if (writer.arm(parker, length)) {
                        parker.park();
                    }
                    slot = writer.claim(length);
                }
                for (int k = 0; k < length; k++) {
                    slot.put((byte) (length + k));
                }
                if (random.nextInt(4) == 0) {
                    writer.abort();
                } else {
                    writer.commit(length);
                }
            }
        } catch (RingClosedException | RingAbandonedException expected) {
            assertTrue(ring.isClosed() || ring.reader().isClosed() || what == What.WRITER, "nobody has closed it");
        }
        if (open.decrementAndGet() == 0) {
            ring.close();
        }
    }

    private static void read(MessageReader reader) {
        Parker parker = new Parker();
        try {
            while (true) {
                int count = reader.drain(
                        message -> {
                            int length = message.remaining();
                            for (int k = 0; k < length; k++) {
                                assertEquals((byte) (length + k), message.get(), "of a message of " + length);
                            }
                        },
                        3);
                if (count < 0) {
                    return;
                }
                if (count == 0 && reader.arm(parker)) {
                    parker.park();
                }
            }
        } catch (RingClosedException expected) {
            assertTrue(reader.isClosed());
        }
    }
}
