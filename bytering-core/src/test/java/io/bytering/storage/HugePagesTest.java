package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Mirrored memory on huge pages: where the machine has some set aside, and where it has none. */
@Tag("overlays")
@Timeout(300)
@EnabledOnOs(OS.LINUX)
@EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
class HugePagesTest {
    private static final int PAGE = 2 << 20;

    /** Pages of a ring that is too large for what is usually set aside. */
    private static final int TOO_MANY = 500;

    private static int free() throws IOException {
        Matcher count = Pattern.compile("HugePages_Free: +(\\d+)").matcher(Files.readString(Path.of("/proc/meminfo")));
        return count.find() ? Integer.parseInt(count.group(1)) : 0;
    }

    /** Enough for what is to be tested, and some for who tests beside us. */
    private static void assumeFree() throws IOException {
        assumeTrue(free() >= 4, "too few huge pages are set aside here: sysctl vm.nr_hugepages=16");
    }

    @Test
    void capacityIsAMultipleOfThemAndBytesAreSeenTwice() throws IOException {
        assumeFree();
        try (MirroredMemory memory = MirroredMemory.allocate(PAGE + 1, 1, HugePages.REQUIRED)) {
            assertEquals(PAGE, memory.pageSize());
            assertEquals(2 * PAGE, memory.capacity());
            ByteBuffer bytes = memory.buffer();
            assertEquals(0, bytes.alignmentOffset(0, PAGE));
            for (int i = 0; i < memory.capacity(); i += 4093) {
                assertEquals(0, bytes.get(i));
                bytes.put(i, (byte) i);
                assertEquals((byte) i, bytes.get(i + memory.capacity()));
            }
        }
    }

    @Test
    void theyAreTakenWhenItIsMadeAndFreedByItsEnd() throws IOException {
        assumeFree();
        assumeTrue(Platform.freesOnClose(), "freed by the garbage collector here");
        int more = 2 * free() + 16; // than there are, so pages must come back
        for (int i = 0; i < more; i++) {
            MirroredMemory.allocate(PAGE, 1, HugePages.REQUIRED).close();
        }
    }

    @Test
    void ringRunsOnThem() throws IOException {
        assumeFree();
        try (ByteRing ring = ringOn(Storage.mirrored(HugePages.REQUIRED), 5000)) {
            assertEquals(PAGE, ring.capacity());
            byte[] bytes = new byte[PAGE];
            for (int i = 0; i < 3; i++) {
                assertEquals(PAGE - 1, ring.writer().write(bytes, 0, PAGE - 1));
                assertEquals(PAGE - 1, ring.reader().peek().remaining());
                assertEquals(PAGE - 1, ring.reader().skip(PAGE));
            }
        }
    }

    private static void assumeTooFew() throws IOException {
        assumeTrue(free() < TOO_MANY, "a great many huge pages are set aside here");
    }

    @Test
    void tooFewOfThemAreAnErrorThatTellsHowManyItTakes() throws IOException {
        assumeTooFew();
        String message = assertThrowsExactly(
                        OutOfMemoryError.class, () -> ringOn(Storage.mirrored(HugePages.REQUIRED), TOO_MANY * PAGE))
                .getMessage();
        assertTrue(message.contains("free: 500 ") && message.contains("vm.nr_hugepages"), message);
    }

    @Test
    void tooFewOfThemAreNoErrorIfTheyAreOnlyPreferred() throws IOException {
        assumeTooFew();
        try (MirroredMemory memory = MirroredMemory.allocate(TOO_MANY * PAGE + 1, 1, HugePages.PREFERRED)) {
            assertTrue(memory.pageSize() < PAGE, "pages of " + memory.pageSize());
            assertEquals(0, memory.capacity() % memory.pageSize());
            assertTrue(memory.capacity() < (TOO_MANY + 1) * PAGE, "rounded up to ordinary pages only");
        }
        int largest = (1 << 30) - 65536; // not a multiple of theirs
        try (ByteRing ring = ringOn(Storage.mirrored(HugePages.PREFERRED), largest)) {
            assertEquals(largest, ring.capacity());
        }
    }

    @Test
    void preferredTheyAreTakenWhereTheyAre() throws IOException {
        assumeFree();
        try (MirroredMemory memory = MirroredMemory.allocate(1, 1, HugePages.PREFERRED)) {
            assertEquals(PAGE, memory.pageSize());
        }
    }

    @Test
    void withoutThemPagesAreOrdinary() {
        try (MirroredMemory one = MirroredMemory.allocate(1);
                MirroredMemory other = MirroredMemory.allocate(1, 1, HugePages.NONE)) {
            assertEquals(one.pageSize(), one.capacity());
            assertEquals(one.pageSize(), other.pageSize());
            assertTrue(one.pageSize() < PAGE, "pages of " + one.pageSize());
        }
    }

    private static ByteRing ringOn(Storage storage, int capacity) {
        return ByteRing.builder().capacity(capacity).storage(storage).build();
    }
}
