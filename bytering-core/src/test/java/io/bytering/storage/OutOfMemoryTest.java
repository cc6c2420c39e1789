package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Too little memory is told as such, costs nothing, and may be tried again when there is more. */
@Timeout(60)
class OutOfMemoryTest {
    /** Four of them are more than the JVM of the tests may use. */
    private static final int LARGE = 300 << 20;

    private static ByteRing.Builder large(Storage storage) {
        return ByteRing.builder().capacity(LARGE).storage(storage);
    }

    /** Takes all there is, and with it some time. */
    @Test
    @EnabledIf("io.bytering.Effort#isStress")
    void directMemoryThatIsUsedUpComesBackWithTheRings() {
        List<ByteRing> rings = new ArrayList<>();
        OutOfMemoryError error = assertThrowsExactly(OutOfMemoryError.class, () -> {
            while (rings.size() < 10) {
                rings.add(large(Storage.direct()).build());
            }
        });
        assertTrue(rings.size() < 4, rings.size() + " rings before " + error);
        rings.forEach(ByteRing::close);
        rings.clear();
        large(Storage.direct()).build().close();
    }

    @Test
    void heapThatIsTooSmallIsToldAndLeavesRoomForSmallerRings() {
        assertRefusedAsTooLarge(() -> ByteRing.builder()
                .capacity(ByteRing.MAX_CAPACITY)
                .storage(Storage.heap())
                .build());
        assertRefusedAsTooLarge(() -> BroadcastRing.builder()
                .capacity(ByteRing.MAX_CAPACITY)
                .storage(Storage.heap())
                .build());
        assertEquals(
                16,
                ByteRing.builder().capacity(16).storage(Storage.heap()).build().capacity());
    }

    private static void assertRefusedAsTooLarge(Supplier<AutoCloseable> ring) {
        assertThrowsExactly(OutOfMemoryError.class, ring::get);
    }

    @Test
    void errorOfAStorageIsPassedOnAndTheBuilderStaysUsable() {
        boolean[] fails = {true};
        OutOfMemoryError error = new OutOfMemoryError("of the storage");
        ByteRing.Builder builder = ByteRing.builder().capacity(16).storage((capacity, alignment) -> {
            if (fails[0]) {
                throw error;
            }
            return Storage.heap().allocate(capacity, alignment);
        });
        assertEquals(error, assertThrowsExactly(OutOfMemoryError.class, builder::build));
        fails[0] = false;
        try (ByteRing ring = builder.build()) {
            assertEquals(16, ring.capacity());
        }
    }
}
