package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capacities are the smallest multiple of the page size that holds what was asked for, in whole items. */
@Tag("overlays")
class MirroredCapacityTest {
    @ParameterizedTest
    @CsvSource({
        // items asked for, bytes of each → items there are, in pages of 4 KiB
        "0, 1, 4096",
        "1, 1, 4096",
        "4096, 1, 4096",
        "4097, 1, 8192",
        "12311, 4, 13312",
        "0, 3, 4096",
        "0, 24, 512",
        "513, 24, 1024",
    })
    void capacityIsAMultipleOfPagesAndItems(int asked, int itemSize, int items) {
        int bytes = MirroredMemory.roundUp(asked * itemSize, itemSize, 4096);
        assertEquals(items, bytes / itemSize);
        assertEquals(0, bytes % itemSize);
        assertEquals(0, bytes % 4096);
    }

    @Test
    void largerPagesCount() {
        assertEquals(16384, MirroredMemory.roundUp(1, 8, 16384));
        assertEquals(65536, MirroredMemory.roundUp(4097, 1, 65536));
        assertEquals(3 * 65536, MirroredMemory.roundUp(4097, 3, 65536));
    }

    @Test
    void largestIsWhatABufferCanShowTwice() {
        int most = (1 << 30) - 4096;
        assertEquals(most, MirroredMemory.roundUp(most, 1, 4096));
        assertEquals(most, MirroredMemory.roundUp(most - 4095, 1, 4096));
        String message = assertThrowsExactly(
                        IllegalArgumentException.class, () -> MirroredMemory.roundUp(most + 1, 1, 4096))
                .getMessage();
        assertTrue(message.contains(String.valueOf(most)) && message.contains(String.valueOf(most + 1)), message);
        assertThrowsExactly(IllegalArgumentException.class, () -> MirroredMemory.roundUp(most, 5, 4096));
    }
}
