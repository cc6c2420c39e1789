package io.bytering.blocking.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.RingReader;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads, streams and channels on a ring with many readers, as on a ring with one. */
@Tag("overlays")
@Timeout(300)
class BroadcastBlockingTest {
    private static final int LENGTH = 5_000_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static long sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }

    private static long sumOf(InputStream in) throws Exception {
        CRC32C sum = new CRC32C();
        byte[] bytes = new byte[3000];
        int count;
        while ((count = in.read(bytes)) >= 0) {
            sum.update(bytes, 0, count);
        }
        return sum.getValue();
    }

    private static long sumOf(ReadableByteChannel channel) throws Exception {
        CRC32C sum = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocateDirect(777);
        while (channel.read(bytes) >= 0) {
            sum.update(bytes.flip());
            bytes.clear();
        }
        return sum.getValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parking", "backOff", "yielding"})
    void streamsAndChannelsAllGetEveryByte(String name) throws Exception {
        WaitStrategy strategy = name.equals("parking")
                ? WaitStrategy.parking()
                : name.equals("backOff") ? WaitStrategy.backOff() : WaitStrategy.yielding();
        BroadcastRing ring = BroadcastRing.ofCapacity(10_000);
        List<Future<Long>> sums = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            BlockingReader reader = BlockingReader.of(ring.subscribe(), strategy);
            boolean stream = i % 2 == 0;
            sums.add(threads.submit(() -> stream ? sumOf(reader.inputStream()) : sumOf(reader.channel())));
        }
        byte[] bytes = new byte[LENGTH];
        new SplittableRandom(9).nextBytes(bytes);
        try (OutputStream out = BlockingWriter.of(ring.writer(), strategy).outputStream()) {
            out.write(bytes);
        }
        for (Future<Long> sum : sums) {
            assertEquals(sum(bytes), sum.get());
        }
    }

    @Test
    void writerThatWaitsIsReleasedWhenTheSlowReaderCloses() throws Exception {
        BroadcastRing ring = BroadcastRing.builder().capacity(100).history(0).build();
        RingReader slow = ring.subscribe();
        BlockingWriter writer = BlockingWriter.of(ring.writer(), WaitStrategy.parking());
        writer.write(new byte[100], 0, 100);
        Task<Void> waiting = Task.waiting(true, () -> {
            writer.write(new byte[100], 0, 100);
            return null;
        });
        slow.close();
        waiting.get();
        assertEquals(200, ring.writer().position());
    }

    @Test
    void waitsHaveTheirTimeLimits() throws Exception {
        BroadcastRing ring = BroadcastRing.builder().capacity(100).history(60).build();
        BlockingReader reader = BlockingReader.of(ring.subscribe());
        BlockingWriter writer = BlockingWriter.of(ring.writer());
        Duration brief = Duration.ofMillis(5);
        assertThrowsExactly(RingTimeoutException.class, () -> reader.awaitReadable(1, brief));
        writer.write(new byte[100], 0, 100);
        assertThrowsExactly(RingTimeoutException.class, () -> writer.awaitWritable(1, brief));
        IllegalArgumentException refused =
                assertThrowsExactly(IllegalArgumentException.class, () -> writer.awaitWritable(41, brief));
        assertTrue(refused.getMessage().contains("1..40"), refused.getMessage());
    }
}
