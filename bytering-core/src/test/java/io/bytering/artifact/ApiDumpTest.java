package io.bytering.artifact;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jetbrains.kotlin.abi.tools.AbiFilters;
import org.jetbrains.kotlin.abi.tools.AbiTools;
import org.junit.jupiter.api.Test;

/**
 * The public API is what {@code api/bytering-core.api} says, and changes only together with it.
 * {@code -Dapi.update=true} writes the file anew.
 */
class ApiDumpTest {
    private static final Path EXPECTED = Path.of("api", "bytering-core.api");
    private static final Path ACTUAL = Path.of("target", "bytering-core.api");
    private static final Path CLASSES = Path.of("target", "classes", "io");

    @Test
    void publicApiIsTheCommittedOne() throws IOException {
        boolean update = Boolean.getBoolean("api.update");
        Path dump = update ? EXPECTED : ACTUAL;
        Files.createDirectories(dump.getParent());
        Files.writeString(dump, publicApi());
        if (!update) {
            String diff = AbiTools.Companion.getInstance(null).filesDiff(EXPECTED.toFile(), ACTUAL.toFile());
            if (diff != null) {
                fail("the public API changed; -Dapi.update=true accepts it:\n" + diff);
            }
        }
    }

    private static String publicApi() throws IOException {
        AbiFilters filters = new AbiFilters(Set.of(), Set.of("io.bytering.internal.**"), Set.of(), Set.of());
        StringBuilder dump = new StringBuilder();
        AbiTools.Companion.getInstance(null).printJvmDump(dump, classFiles(), filters);
        return dump.toString();
    }

    private static List<File> classFiles() throws IOException {
        try (var paths = Files.walk(CLASSES)) {
            return paths.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .map(Path::toFile)
                    .collect(Collectors.toList());
        }
    }
}
