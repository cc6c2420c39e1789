package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rings hold whole items: as many as asked for, or what fills whole pages of mirrored memory. */
class ItemCapacityTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "7, 4", "12311, 4", "5, 3", "513, 24", "1, 1048576"})
    void capacityIsAsAskedFor(int items, int size) {
        assertEquals(
                items,
                ItemRing.builder(ItemType.struct(size))
                        .capacity(items)
                        .storage((bytes, alignment) -> {
                            assertEquals(items * size, bytes);
                            return Storage.heap().allocate(bytes, alignment);
                        })
                        .build()
                        .capacity());
    }

    @Test
    void oneItemAtLeast() {
        assertEquals(1, ItemRing.of(ItemType.LONG, 0).capacity());
        assertEquals(1, ItemRing.builder(ItemType.struct(24)).build().capacity());
    }

    @ParameterizedTest
    @CsvSource({"-1, 4", "268435457, 4", "2147483647, 1", "2, 1073741824"})
    void otherCapacitiesAreRefused(int items, int size) {
        String message = assertThrowsExactly(
                        IllegalArgumentException.class,
                        () -> ItemRing.builder(ItemType.struct(size)).capacity(items))
                .getMessage();
        assertTrue(message.contains(": " + items) && message.contains("items of " + size + " bytes"), message);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1073741825"})
    void otherStructsAreRefused(int size) {
        String message = assertThrowsExactly(IllegalArgumentException.class, () -> ItemType.struct(size))
                .getMessage();
        assertTrue(message.contains("1.." + ByteRing.MAX_CAPACITY) && message.contains(": " + size), message);
    }

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
    @EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
    void mirroredCapacityIsOfWholePagesAndWholeItems(int asked, int size, int items) throws IOException {
        assumeTrue(MirroredMemory.allocate(1).capacity() == 4096);
        try (ItemRing<?> ring = ItemRing.builder(ItemType.struct(size))
                .capacity(asked)
                .storage(Storage.mirrored())
                .build()) {
            assertEquals(items, ring.capacity());
            for (int i = 0; i < 5; i++) {
                assertEquals(items, ring.writer().slice().remaining() / size, "one slice at every index");
                ring.writer().produce(items);
                assertEquals(items, ring.reader().slice().remaining() / size);
                ring.reader().consume(items - 1);
                ring.reader().consume(1);
                ring.writer().slice();
                ring.writer().produce(items / 3);
                ring.reader().slice();
                ring.reader().consume(items / 3);
            }
        }
    }

    @Test
    @EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
    void whatDoesNotFitMirroredMemoryIsRefused() {
        var builder = ItemRing.builder(ItemType.struct(1_000_003)).storage(Storage.mirrored());
        String message = assertThrowsExactly(IllegalArgumentException.class, builder::build)
                .getMessage();
        assertTrue(message.contains("items of 1000003 bytes"), message);
    }
}
