package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A system that refuses a mapping is asked again, once what is forgotten had time to be freed. */
@Tag("overlays")
@Timeout(300)
class LiveMemoryTest {
    private final OutOfMemoryError refused = new OutOfMemoryError("of the system");
    private final Mapping mapping = new Mapping() {
        @Override
        public ByteBuffer buffer() {
            return ByteBuffer.allocate(2);
        }

        @Override
        public void close() {}
    };
    private int asked;

    private Mapping map(boolean huge, BooleanSupplier refuses) {
        return LiveMemory.map(1, huge, counted -> {
            asked++;
            if (refuses.getAsBoolean()) {
                throw refused;
            }
            LiveMemory.remove(counted);
            return mapping;
        });
    }

    @BeforeEach
    void theSystemMaps() {
        assertSame(mapping, map(false, () -> false));
        asked = 0;
    }

    @Test
    void whatWasForgottenIsFreedFirst() {
        WeakReference<Object> forgotten = new WeakReference<>(new Object());
        assertSame(mapping, map(false, () -> forgotten.get() != null));
        assertTrue(asked > 1, asked + " times");
    }

    @Test
    void theMemoryMayComeBackLate() {
        assertSame(mapping, map(false, () -> asked < 5));
        assertEquals(5, asked);
    }

    @Test
    void whoIsInterruptedWaitsForItTooAndStaysInterrupted() {
        long start = System.nanoTime();
        Thread.currentThread().interrupt();
        assertSame(mapping, map(false, () -> asked < 7)); // 1 + 2 + 4 + 8 + 16 + 32 ms
        assertTrue(Thread.interrupted());
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 63, millis + " ms");
    }

    @Test
    void aSystemThatGoesOnRefusingHasTheLastWord() {
        assertSame(refused, assertThrowsExactly(OutOfMemoryError.class, () -> map(false, () -> true)));
        assertEquals(10, asked);
        assertFalse(Thread.interrupted());
    }

    @Test
    void hugePagesAreAskedForOnce() {
        assertSame(refused, assertThrowsExactly(OutOfMemoryError.class, () -> map(true, () -> true)));
        assertEquals(1, asked);
    }
}
