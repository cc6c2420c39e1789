package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.storage.Mappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every step may fail, and then nothing stays behind. */
@Tag("overlays")
@EnabledOnOs(OS.LINUX)
@EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
class LinuxMirrorsTest {
    private static final long SIZE = 64 * 1024;

    @TempDir
    Path folder;

    @Test
    void whateverStepFailsInMemoryNothingIsLeftBehind() throws IOException {
        assertEquals(
                List.of("ftruncate", "mmap", "mmap", "mmap"), failEachStep().toList());
    }

    @Test
    void whateverStepFailsOnDiskNothingIsLeftBehind() throws IOException {
        assertEquals(
                List.of("mkostemp", "unlink", "ftruncate", "posix_fallocate", "mmap", "mmap", "mmap"),
                failEachStep("memfd_create").toList());
    }

    /** Ordinary pages stand in, so that all other steps are real: there may be no huge ones here. */
    @Test
    void whateverStepFailsOnHugePagesNothingIsLeftBehind() throws IOException {
        NativeCalls withoutHuge = new OrdinaryPages(Mirrors.calls());
        assertEquals(
                List.of("memfd_create", "ftruncate", "posix_fallocate", "mmap", "mmap", "mmap"),
                failEachStep(step -> new FailingCalls(withoutHuge, step), HugeMirrors::new, HugeMirrors.PAGE)
                        .toList());
    }

    /** The functions whose failure was fatal, in order. */
    private Stream<String> failEachStep(String... missing) throws IOException {
        return failEachStep(
                step -> new FailingCalls(Mirrors.calls(), step, missing),
                calls -> new LinuxMirrors(calls, folder.toString()),
                SIZE);
    }

    private static Stream<String> failEachStep(
            IntFunction<FailingCalls> failAt, Function<NativeCalls, MirrorMaker> maker, long size) throws IOException {
        Stream.Builder<String> fatal = Stream.builder();
        int mappingsBefore = Mappings.mapped();
        int descriptorsBefore = Mappings.descriptors();
        for (int step = 0; ; step++) {
            FailingCalls calls = failAt.apply(step);
            MirrorMaker mirrors = maker.apply(calls);
            try {
                long address = mirrors.map(size);
                assertEquals(Map.of(address, 2 * size), calls.mapped, calls.made.toString());
                mirrors.unmap(address, size);
            } catch (OutOfMemoryError e) {
                String failing = calls.made.get(step);
                fatal.add(failing);
                assertTrue(e.getMessage().contains(failing), e.getMessage());
                assertTrue(e.getMessage().contains("error=" + FailingCalls.ERROR), e.getMessage());
                assertTrue(e.getMessage().contains("bytes=" + size), e.getMessage());
            }
            assertEquals(Map.of(), calls.mapped, calls.made.toString());
            assertEquals(List.of(), calls.open, calls.made.toString());
            int mapped = Mappings.mapped(); // may become fewer, when those of other tests are collected
            assertTrue(mapped <= mappingsBefore, () -> mapped + ", before " + mappingsBefore + ": " + calls.made);
            assertEquals(descriptorsBefore, Mappings.descriptors(), calls.made.toString());
            if (step > calls.made.size()) {
                return fatal.build();
            }
        }
    }

    @Test
    void fileOnDiskStandsInForMemoryAndHasNoName() throws IOException {
        FailingCalls calls = new FailingCalls(Mirrors.calls(), 0);
        LinuxMirrors mirrors = new LinuxMirrors(calls, folder.toString());
        long address = mirrors.map(SIZE);
        assertTrue(calls.hasFailed(), "memfd_create");
        assertTrue(calls.made.contains("mkostemp"), calls.made.toString());
        assertNotEquals(0, address);
        assertEquals(0, address % mirrors.granularity());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
        mirrors.unmap(address, SIZE);
    }

    @Test
    void fileOnDiskIsPrivateAsLongAsItHasAName() throws IOException {
        FailingCalls calls = new FailingCalls(Mirrors.calls(), 1, "memfd_create"); // so that it keeps its name
        LinuxMirrors mirrors = new LinuxMirrors(calls, folder.toString());
        assertThrowsExactly(OutOfMemoryError.class, () -> mirrors.map(SIZE));
        assertEquals(List.of("mkostemp", "unlink", "close"), calls.made);
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void folderThatDoesNotExistIsNamed() {
        FailingCalls calls = new FailingCalls(Mirrors.calls(), -1, "memfd_create");
        LinuxMirrors mirrors = new LinuxMirrors(calls, folder + "/none");
        String message = assertThrowsExactly(OutOfMemoryError.class, () -> mirrors.map(SIZE))
                .getMessage();
        assertTrue(message.contains(folder + "/none") && message.contains("error=2"), message); // ENOENT
    }

    @Test
    void moreThanTheAddressSpaceIsRefused() {
        FailingCalls calls = new FailingCalls(Mirrors.calls(), -1);
        assertThrowsExactly(OutOfMemoryError.class, () -> new LinuxMirrors(calls, folder.toString()).map(1L << 50));
        assertEquals(List.of(), calls.open);
        assertFalse(calls.hasFailed());
    }
}
