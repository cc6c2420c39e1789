package io.bytering.blocking.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.Rig;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A call ends within its deadline, however many waits it takes: the other half moves byte after byte, so that no single wait is
 * long.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlineTest {
    private static final int MUCH = 20_000_000;
    private static final long MILLIS = 30;

    private interface Reading {
        void from(BlockingReader reader) throws IOException;
    }

    private interface Writing {
        void to(BlockingWriter writer) throws IOException;
    }

    private static final Map<String, Reading> READS = new TreeMap<>(Map.of(
            "readFully(byte[])",
            reader -> reader.readFully(new byte[MUCH]),
            "readFully(ByteBuffer)",
            reader -> reader.readFully(ByteBuffer.allocate(MUCH)),
            "stream readNBytes(byte[])",
            reader -> reader.inputStream().readNBytes(new byte[MUCH], 0, MUCH),
            "stream readNBytes(int)",
            reader -> reader.inputStream().readNBytes(MUCH),
            "stream readAllBytes",
            reader -> reader.inputStream().readAllBytes(),
            "stream skip",
            reader -> reader.inputStream().skip(Long.MAX_VALUE),
            "stream skipNBytes",
            reader -> reader.inputStream().skipNBytes(Long.MAX_VALUE),
            "stream transferTo",
            reader -> reader.inputStream().transferTo(OutputStream.nullOutputStream())));

    private static final Map<String, Writing> WRITES = new TreeMap<>(Map.of(
            "write(byte[])",
            writer -> writer.write(new byte[MUCH]),
            "write(ByteBuffer)",
            writer -> writer.write(ByteBuffer.allocate(MUCH)),
            "stream write",
            writer -> writer.outputStream().write(new byte[MUCH]),
            "completable stream write",
            writer -> writer.completableStream().write(new byte[MUCH]),
            "channel write",
            writer -> writer.channel().write(ByteBuffer.allocate(MUCH)),
            "channel gathering write",
            writer -> {
                ByteBuffer[] buffers = new ByteBuffer[10_000];
                for (int i = 0; i < buffers.length; i++) {
                    buffers[i] = ByteBuffer.allocate(MUCH / buffers.length);
                }
                writer.channel().write(buffers);
            }));

    private final Rig rig = new Rig(WaitStrategy.backOff());

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<String> reads() {
        return READS.keySet().stream();
    }

    static Stream<String> writes() {
        return WRITES.keySet().stream();
    }

    private static RingTimeoutException late(Callable<?> call) {
        long start = System.nanoTime();
        RingTimeoutException late = assertThrows(RingTimeoutException.class, call::call);
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(MILLIS), "too soon");
        assertTrue(late.getMessage().contains("deadline of 30.0 ms"), late.getMessage());
        return late;
    }

    @ParameterizedTest
    @MethodSource("reads")
    void readsThatTakeManyWaits(String call) throws IOException {
        rig.reader.timeout(Duration.ofDays(1)).deadline(Duration.ofMillis(MILLIS));
        Task<Void> trickling = Task.start(() -> {
            while (!rig.ring.writer().isAbandoned()) {
                rig.writer.write(TestBytes.of(rig.ring.writer().position(), 1));
            }
            return null;
        });
        RingTimeoutException late = late(() -> {
            READS.get(call).from(rig.reader);
            return null;
        });
        boolean keeps = call.endsWith("readNBytes(int)") || call.endsWith("readAllBytes");
        assertEquals(keeps ? 0 : rig.ring.reader().position(), late.bytesTransferred);
        rig.reader.close();
        trickling.thrown();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void writesThatTakeManyWaits(String call) throws IOException {
        rig.writer.timeout(1, TimeUnit.DAYS).deadline(MILLIS, TimeUnit.MILLISECONDS);
        Task<Void> trickling = Task.start(() -> {
            while (rig.reader.skip(1) >= 0) {
                // byte after byte
            }
            return null;
        });
        RingTimeoutException late = late(() -> {
            WRITES.get(call).to(rig.writer);
            return null;
        });
        assertEquals(rig.ring.writer().position(), late.bytesTransferred);
        rig.writer.close();
        trickling.get();
    }

    @Test
    void theShorterOfBothLimitsEndsAWait() {
        rig.reader.timeout(1, TimeUnit.MILLISECONDS).deadline(1, TimeUnit.DAYS);
        RingTimeoutException late = assertThrows(RingTimeoutException.class, () -> rig.reader.read(new byte[1]));
        assertEquals("waited 1.0 ms for bytes to read: at least 1", late.getMessage());
        rig.reader.timeout(1, TimeUnit.DAYS).deadline(2, TimeUnit.MILLISECONDS);
        late = assertThrows(RingTimeoutException.class, () -> rig.reader.awaitReadable(3, 1, TimeUnit.HOURS));
        assertEquals(
                "the call has reached its deadline of 2.0 ms while it waited for bytes to read: at least 3",
                late.getMessage());
    }

    @Test
    void whatNeedsNoWaitIsNotLimited() throws IOException {
        rig.reader.deadline(0, TimeUnit.SECONDS);
        rig.writer.deadline(Duration.ZERO);
        rig.writer.write(TestBytes.of(0, Rig.CAPACITY));
        rig.reader.readFully(new byte[Rig.CAPACITY]);
        RingTimeoutException late =
                assertThrows(RingTimeoutException.class, () -> rig.writer.write(new byte[Rig.CAPACITY + 1]));
        assertEquals(Rig.CAPACITY, late.bytesTransferred);
    }

    @Test
    void itBeginsAnewWithEachCall() throws IOException {
        rig.reader.deadline(5, TimeUnit.MILLISECONDS);
        for (int i = 0; i < 3; i++) {
            assertThrows(RingTimeoutException.class, () -> rig.reader.read(new byte[1]));
        }
        rig.reader.deadline(Long.MAX_VALUE, TimeUnit.DAYS);
        Task<Integer> reading = rig.waiting(() -> rig.reader.read(new byte[1]));
        rig.put(1);
        assertEquals(1, reading.get());
    }

    @Test
    void negativeOnesAreRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> rig.reader.deadline(Duration.ofMillis(-1)))
                .getMessage();
        assertEquals("deadline must not be negative: PT-0.001S", message);
        message = assertThrows(IllegalArgumentException.class, () -> rig.writer.deadline(-1, TimeUnit.DAYS))
                .getMessage();
        assertEquals("deadline must not be negative: -1 DAYS", message);
    }
}
