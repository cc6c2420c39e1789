package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.function.Executable;

/** One piece of memory, seen twice. */
@Tag("overlays")
@EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
class MirroredMemoryTest {
    @Test
    void bufferShowsTheCapacityTwice() {
        try (MirroredMemory memory = MirroredMemory.allocate(1)) {
            assertTrue(memory.capacity() > 0);
            assertEquals(2 * memory.capacity(), memory.buffer().capacity());
            assertTrue(memory.buffer().isDirect());
            assertFalse(memory.buffer().isReadOnly());
        }
    }

    @Test
    void whatIsWrittenThroughOneMappingIsThereInTheOther() {
        try (MirroredMemory memory = MirroredMemory.allocate(3 * 4096)) {
            int capacity = memory.capacity();
            ByteBuffer bytes = memory.buffer();
            for (int i = 0; i < capacity; i++) {
                bytes.put(i % 2 == 0 ? i : i + capacity, (byte) (i % 251));
            }
            for (int i = 0; i < 2 * capacity; i++) {
                assertEquals((byte) (i % capacity % 251), bytes.get(i), "byte " + i);
            }
            bytes.putLong(capacity - 4, 0x0102030405060708L);
            assertEquals(0x05060708, bytes.getInt(0));
            assertEquals(0x01020304, bytes.getInt(2 * capacity - 4));
        }
    }

    @Test
    void memoryIsZeroedAndAlignedToAPage() {
        for (int again = 0; again < 3; again++) {
            try (MirroredMemory memory = MirroredMemory.allocate(1)) {
                ByteBuffer bytes = memory.buffer();
                assertEquals(0, bytes.alignmentOffset(0, memory.capacity()));
                for (int i = 0; i < memory.capacity(); i++) {
                    assertEquals(0, bytes.get(i), "byte " + i);
                    bytes.put(i, (byte) -1); // so that memory used again would be found out
                }
            }
        }
    }

    @Test
    void largePiecesAreMappedWithoutTouchingThem() {
        try (MirroredMemory memory = MirroredMemory.allocate(1 << 29)) {
            assertEquals(1 << 30, memory.buffer().capacity());
            memory.buffer().put((1 << 30) - 1, (byte) 7);
            assertEquals(7, memory.buffer().get((1 << 29) - 1));
        }
    }

    @Test
    void hundredPiecesLiveAtOnceAndShareNothing() {
        List<MirroredMemory> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(MirroredMemory.allocate(4096));
            all.get(i).buffer().put(all.get(i).capacity(), (byte) i);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, all.get(i).buffer().get(0));
            all.get(i).close();
        }
    }

    @Test
    @Timeout(300)
    void accessAfterCloseIsAnExceptionAndClosingAgainNothing() {
        assumeTrue(Platform.freesOnClose(), "freed by the garbage collector here");
        MirroredMemory memory = MirroredMemory.allocate(1);
        ByteBuffer view = memory.buffer().duplicate();
        memory.close();
        memory.close();
        Platform.awaitFreed(memory.buffer());
        assertThrowsExactly(IllegalStateException.class, () -> memory.buffer().get(0));
        assertThrowsExactly(IllegalStateException.class, () -> view.put(1, (byte) 1));
    }

    @Test
    void impossibleSizesAreRefused() {
        assertRefused("-1", () -> MirroredMemory.allocate(-1));
        assertRefused("2147483647", () -> MirroredMemory.allocate(Integer.MAX_VALUE));
        assertRefused("1073741824", () -> MirroredMemory.allocate(1 << 30));
        assertRefused("0", () -> MirroredMemory.allocate(1, 0));
        assertRefused("715827883", () -> MirroredMemory.allocate(1, 715827883)); // times a page
    }

    private static void assertRefused(String number, Executable call) {
        String message =
                assertThrowsExactly(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(number), message);
    }
}
