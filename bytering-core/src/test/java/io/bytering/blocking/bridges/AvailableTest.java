package io.bytering.blocking.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.Overflow;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.RingOverrunException;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.testing.Effort;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As of a piped stream, any thread may ask how many bytes are available: it disturbs nobody, and the answer can be so. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AvailableTest {
    private static final int CAPACITY = 1000;
    private static final long NANOS = Effort.RACE_NANOS;

    private volatile boolean stopped;

    static Stream<String> kinds() {
        return Stream.of("one reader", "many readers", "lossy", "overwriting");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aMonitorDisturbsNobody(String kind) throws IOException {
        boolean mayMiss = kind.equals("lossy") || kind.equals("overwriting");
        RingWriter half;
        RingReader other;
        if (kind.equals("one reader") || kind.equals("overwriting")) {
            ByteRing.Builder builder = ByteRing.builder().capacity(CAPACITY);
            ByteRing ring =
                    mayMiss ? builder.overflow(Overflow.OVERWRITE_OLDEST).build() : builder.build();
            half = ring.writer();
            other = ring.reader();
        } else {
            BroadcastRing ring = BroadcastRing.ofCapacity(CAPACITY);
            half = ring.writer();
            other = mayMiss ? ring.subscribeLossy() : ring.subscribe();
        }
        BlockingWriter writer = BlockingWriter.of(half);
        BlockingReader reader = BlockingReader.of(other).timeout(1, TimeUnit.MICROSECONDS);
        InputStream in = reader.inputStream();
        OutputStream out = writer.outputStream();
        Task<Void> writing = Task.start(() -> {
            while (!stopped) {
                out.write(TestBytes.of(half.position(), 77));
            }
            out.close();
            return null;
        });
        Task<Integer> monitoring = Task.start(() -> {
            int asked = 0;
            for (; asked == 0 || !stopped; asked++) {
                int available = in.available();
                // what is taken just now may be counted where it was and where it is kept
                assertTrue(available >= 0 && available <= CAPACITY + 2 * 200, () -> available + " of " + CAPACITY);
            }
            return asked;
        });
        long end = System.nanoTime() + NANOS;
        long position = 0;
        byte[] bytes = new byte[200];
        while (System.nanoTime() - end < 0) {
            byte[] got = null;
            try {
                got = in.readNBytes(200);
            } catch (RingTimeoutException e) {
                continue; // kept
            } catch (RingOverrunException e) {
                position += in.read(bytes);
                continue;
            }
            if (!mayMiss) {
                TestBytes.check(position, got, 0, got.length);
            }
            position += got.length;
        }
        stopped = true;
        reader.timeout(240, TimeUnit.SECONDS);
        for (int count; (count = in.read(bytes)) >= 0; position += count) {
            // the rest
        }
        writing.get();
        assertTrue(monitoring.get() > 0);
        assertEquals(half.position(), position + other.missedBytes());
        assertEquals(0, in.available());
    }
}
