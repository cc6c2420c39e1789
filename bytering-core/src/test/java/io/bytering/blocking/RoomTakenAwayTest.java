package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.RingReader;
import io.bytering.testing.Effort;
import io.bytering.testing.HostileChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader that starts at the oldest byte takes room away that a writer has just found: the writer waits again. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoomTakenAwayTest {
    private static final long NANOS = Effort.RACE_NANOS;

    private interface Call {
        void on(BlockingWriter writer) throws IOException;
    }

    private static final Map<String, Call> CALLS = new TreeMap<>(Map.of(
            "claim",
            writer -> {
                writer.claim(32).putInt(1);
                writer.commit(32);
            },
            "write(byte[])",
            writer -> writer.write(new byte[40]),
            "write(ByteBuffer)",
            writer -> writer.write(ByteBuffer.allocate(40)),
            "fill",
            writer -> writer.fill((slices, length) -> {
                assertTrue(length > 0, "called without room");
                return length;
            }),
            "transferFrom",
            writer -> {
                HostileChannel source = new HostileChannel();
                assertTrue(writer.transferFrom(source) > 0, "not asked");
            },
            "awaitWritable",
            writer -> {
                assertTrue(writer.awaitWritable(32));
                writer.writer().write(new byte[32]);
            }));

    private final BroadcastRing ring =
            BroadcastRing.builder().capacity(64).history(32).build();
    private volatile boolean stopped;

    @AfterEach
    void close() {
        stopped = true;
        ring.close();
    }

    static Stream<String> calls() {
        return CALLS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void theCallWaitsAgain(String call) throws IOException {
        Task<Void> coming = Task.start(() -> {
            while (!stopped) {
                try (RingReader reader = ring.subscribe(BroadcastRing.Start.OLDEST)) {
                    while (reader.readableBytes() > 0) {
                        reader.skip(7);
                    }
                }
            }
            return null;
        });
        BlockingWriter writer = BlockingWriter.of(ring.writer());
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() - end < 0) {
            CALLS.get(call).on(writer);
        }
        stopped = true;
        coming.get();
    }

    /** However often the room comes and goes again. */
    @Test
    void aWaitThatGoesOnKeepsItsLimit() {
        ComingAndGoing door = new ComingAndGoing();
        Wait wait = new Wait(WaitStrategy.busySpin(), ring.writer());
        long start = System.nanoTime();
        RingTimeoutException late = assertThrows(RingTimeoutException.class, () -> {
            wait.until(door, 1, 1, TimeUnit.MILLISECONDS.toNanos(5), 0);
            while (true) {
                wait.again(door, 1, 1);
            }
        });
        assertEquals("waited 5.0 ms for room to write: at least 1", late.getMessage());
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(5));
    }

    /** There is room at each third look. */
    private static final class ComingAndGoing implements Wait.Door {
        private int looks;

        @Override
        public boolean isReady(int amount) {
            return ++looks % 3 == 0;
        }

        @Override
        public int amount() {
            return 0;
        }

        @Override
        public boolean arm(io.bytering.Waiter waiter, int amount) {
            throw new AssertionError("armed");
        }

        @Override
        public boolean disarm(io.bytering.Waiter waiter) {
            throw new AssertionError("disarmed");
        }

        @Override
        public long position() {
            return 0;
        }
    }
}
