package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.internal.OtherJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Too little memory is told as such, costs nothing, and may be tried again when there is more. */
@Tag("overlays")
@Timeout(300)
class OutOfMemoryTest {
    /** Four of them are more than the JVM of the tests may use. */
    private static final int LARGE = 150 << 20;

    private static ByteRing.Builder large(Storage storage) {
        return ByteRing.builder().capacity(LARGE).storage(storage);
    }

    /** What a JVM with little address space runs: rings until there is no room for one more, and one after their end. */
    public static final class UsingItUp {
        private UsingItUp() {}

        public static void main(String[] args) {
            useUp("direct", Storage.direct());
            if (MirroredMemory.isSupported()) {
                useUp("mirrored", Storage.mirrored());
            }
        }

        private static void useUp(String name, Storage storage) {
            List<ByteRing> rings = new ArrayList<>();
            try {
                while (rings.size() < 200) {
                    rings.add(ring(storage));
                }
            } catch (OutOfMemoryError e) {
                System.out.print(name + (rings.size() > 5 ? " is used up" : " was not there: " + e));
            }
            rings.forEach(ByteRing::close);
            rings.clear();
            ring(storage).close();
            System.out.println(" and comes back");
        }

        private static ByteRing ring(Storage storage) {
            return ByteRing.builder().capacity(48 << 20).storage(storage).build();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatTheSystemRefusesComesBackWithTheRings() throws Exception {
        String mirrored = MirroredMemory.isSupported() ? "mirrored is used up and comes back\n" : "";
        assertEquals(
                "direct is used up and comes back\n" + mirrored,
                OtherJvm.outputWithin(
                        2 << 20,
                        UsingItUp.class,
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx64m",
                        "-XX:MaxDirectMemorySize=500m",
                        "-XX:+UseSerialGC",
                        "-XX:ReservedCodeCacheSize=32m",
                        "-XX:CompressedClassSpaceSize=32m",
                        "-XX:TieredStopAtLevel=1"));
    }

    /** Takes all there is, and with it some time. */
    @Test
    @EnabledIf("io.bytering.testing.Effort#isStress")
    void directMemoryThatIsUsedUpComesBackWithTheRings() {
        assumeFalse(Platform.freesOnClose(), "the JVM has no limit for such memory");
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
