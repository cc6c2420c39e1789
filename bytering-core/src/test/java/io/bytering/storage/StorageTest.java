package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory of the storages that come with the library. */
@Tag("overlays")
@Timeout(300)
class StorageTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 4097})
    void memoryIsOfTheKindAndSizeAskedFor(int capacity) {
        try (Memory heap = Storage.heap().allocate(capacity, 1);
                Memory direct = Storage.direct().allocate(capacity, 1)) {
            assertTrue(heap.buffer().hasArray());
            assertTrue(direct.buffer().isDirect());
            assertTrue(heap.buffer().capacity() >= capacity);
            assertTrue(direct.buffer().capacity() >= capacity);
        }
    }

    @Test
    void freshMemoryIsZeroed() {
        for (int again = 0; again < 3; again++) {
            for (Storage storage : new Storage[] {Storage.heap(), Storage.direct()}) {
                try (Memory memory = storage.allocate(1 << 20, 8)) {
                    ByteBuffer bytes = memory.buffer().duplicate();
                    bytes.clear();
                    while (bytes.hasRemaining()) {
                        int at = bytes.position();
                        assertEquals(0L, bytes.getLong(), "at " + at);
                        bytes.putLong(at, -1L); // so that memory used again would be found out
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void smallAlignmentsAreHonouredEverywhere(int alignment) throws IOException {
        assertAligned(Storage.direct(), alignment);
        ByteRing.builder()
                .capacity(9)
                .storage(Storage.heap())
                .alignment(alignment)
                .build()
                .close();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 128, 4096, 1 << 20})
    void largeAlignmentsAreHonouredByDirectMemory(int alignment) throws IOException {
        assumeFalse(Platform.isBase(), "not on this platform");
        assertAligned(Storage.direct(), alignment);
    }

    @Test
    void directMemoryIsAlignedToACacheLineUnasked() throws IOException {
        assumeFalse(Platform.isBase(), "not on this platform");
        for (int capacity = 1; capacity < 200; capacity += 13) {
            try (ByteRing ring = ByteRing.ofCapacity(capacity)) {
                assertEquals(0, ring.writer().slices()[0].alignmentOffset(0, 64), "capacity " + capacity);
            }
        }
    }

    private static void assertAligned(Storage storage, int alignment) throws IOException {
        for (int capacity = 1; capacity < 200; capacity += 13) {
            try (ByteRing ring = ByteRing.builder()
                    .capacity(capacity)
                    .storage(storage)
                    .alignment(alignment)
                    .build()) {
                ByteBuffer slice = ring.writer().slices()[0];
                assertEquals(capacity, slice.remaining());
                assertEquals(0, slice.alignmentOffset(0, alignment), "capacity " + capacity);
            }
        }
    }

    @Test
    void largeAlignmentsAreRefusedWhereTheyCannotBe() {
        assertRefused(Storage.heap(), 16);
        assertRefused(Storage.heap(), 1 << 30);
        if (Platform.isBase()) {
            assertRefused(Storage.direct(), 16);
            assertRefused(Storage.direct(), 64);
        }
    }

    private static void assertRefused(Storage storage, int alignment) {
        ByteRing.Builder builder =
                ByteRing.builder().capacity(64).storage(storage).alignment(alignment);
        String message = assertThrowsExactly(IllegalArgumentException.class, builder::build)
                .getMessage();
        assertTrue(message.contains("alignment") && message.endsWith("must be in 1..8: " + alignment), message);
    }

    @Test
    void memoryThatIsFreedCannotBeReachedAnyMore() throws IOException {
        assumeTrue(Platform.freesOnClose(), "freed by the garbage collector here");
        ByteRing ring = ByteRing.ofCapacity(64);
        ring.writer().write(new byte[] {1, 2, 3}, 0, 3);
        ByteBuffer free = ring.writer().slices()[0];
        ByteBuffer waiting = ring.reader().peek();
        ring.writer().close();
        free.put(5, (byte) 1);
        assertEquals(2, waiting.get(1), "one half is still open");
        ring.reader().close();
        Platform.awaitFreed(free);
        assertThrowsExactly(IllegalStateException.class, () -> free.put(5, (byte) 1));
        assertThrowsExactly(IllegalStateException.class, () -> waiting.get(1));
    }

    @Test
    void memoryOfOneClosedHalfStaysWhereItIs() throws IOException {
        ByteRing ring = ByteRing.ofCapacity(64);
        ByteBuffer slot = ring.writer().slices()[0];
        ring.reader().close();
        slot.put(5, (byte) 7);
        assertEquals(7, slot.get(5));
        assertFalse(ring.writer().isClosed());
    }
}
