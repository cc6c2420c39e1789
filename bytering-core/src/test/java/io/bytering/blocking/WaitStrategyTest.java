package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which strategy goes with which ring, and what is refused. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitStrategyTest {
    private final ByteRing ring = ByteRing.ofCapacity(4);
    private final ByteRing silent =
            ByteRing.builder().capacity(4).signals(false).build();

    static Stream<WaitStrategy> parking() {
        return Stream.of(
                WaitStrategy.parking(),
                WaitStrategy.backOff(),
                WaitStrategy.backOff(0, 0),
                WaitStrategy.backOff(Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1));
    }

    @ParameterizedTest
    @MethodSource("parking")
    void whatParksIsRefusedWithoutSignals(WaitStrategy strategy) {
        String reader = assertThrows(IllegalStateException.class, () -> BlockingReader.of(silent.reader(), strategy))
                .getMessage();
        String writer = assertThrows(IllegalStateException.class, () -> BlockingWriter.of(silent.writer(), strategy))
                .getMessage();
        assertTrue(reader.contains("signals(false)") && reader.contains("strategy=" + strategy), reader);
        assertEquals(reader, writer);
        BlockingReader.of(ring.reader(), strategy);
        BlockingWriter.of(ring.writer(), strategy);
    }

    @Test
    void withoutAStrategyEveryRingCanBeWaitedFor() throws IOException {
        for (ByteRing each : new ByteRing[] {ring, silent}) {
            BlockingReader reader = BlockingReader.of(each.reader());
            BlockingWriter writer = BlockingWriter.of(each.writer());
            Task<Boolean> reading = Task.start(() -> reader.awaitReadable(3, Duration.ofSeconds(240)));
            writer.write(new byte[3], 0, 3);
            assertTrue(reading.get());
            Task<Boolean> writing = Task.start(() -> writer.awaitWritable(4, Duration.ofSeconds(240)));
            assertEquals(3, reader.skip(3));
            assertTrue(writing.get());
        }
    }

    @Test
    void strategiesSayTheirNames() {
        assertEquals("busySpin", WaitStrategy.busySpin().toString());
        assertEquals("yielding", WaitStrategy.yielding().toString());
        assertEquals("backOff", WaitStrategy.backOff().toString());
        assertEquals("backOff(5, 0)", WaitStrategy.backOff(5, 0).toString());
        assertEquals("parking", WaitStrategy.parking().toString());
    }

    @Test
    void roundsMustNotBeNegative() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> WaitStrategy.backOff(-1, 0))
                .getMessage()
                .startsWith("spins must be in 0.."));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> WaitStrategy.backOff(0, -7))
                .getMessage()
                .endsWith(": -7"));
    }

    @Test
    void timeLimitsMustNotBeNegative() {
        BlockingReader reader = BlockingReader.of(ring.reader());
        BlockingWriter writer = BlockingWriter.of(ring.writer());
        Duration negative = Duration.ofNanos(-1);
        assertEquals(
                "timeout must not be negative: PT-0.000000001S",
                assertThrows(IllegalArgumentException.class, () -> reader.timeout(negative))
                        .getMessage());
        assertEquals(
                "timeout must not be negative: -3 SECONDS",
                assertThrows(IllegalArgumentException.class, () -> writer.timeout(-3, TimeUnit.SECONDS))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> writer.timeout(negative));
        assertThrows(IllegalArgumentException.class, () -> reader.timeout(-1, TimeUnit.DAYS));
        assertThrows(IllegalArgumentException.class, () -> reader.awaitReadable(1, negative));
        assertThrows(IllegalArgumentException.class, () -> reader.awaitReadable(1, -1, TimeUnit.DAYS));
        assertThrows(IllegalArgumentException.class, () -> writer.awaitWritable(1, negative));
        assertThrows(IllegalArgumentException.class, () -> writer.awaitWritable(1, -1, TimeUnit.DAYS));
    }

    @Test
    void onlyStrategiesWithAnEndOfRoundsPark() {
        for (int round : new int[] {0, 1023, 1024, Integer.MAX_VALUE}) {
            assertTrue(passes(WaitStrategy.busySpin(), round));
            assertTrue(passes(WaitStrategy.yielding(), round));
            assertFalse(passes(WaitStrategy.parking(), round));
        }
        assertTrue(passes(WaitStrategy.backOff(2, 1), 2));
        assertFalse(passes(WaitStrategy.backOff(2, 1), 3));
    }

    private static boolean passes(WaitStrategy strategy, int round) {
        return strategy.pass(round, strategy.spins().now());
    }
}
