package io.bytering.flow;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jetbrains.kotlin.abi.tools.AbiFilters;
import org.jetbrains.kotlin.abi.tools.AbiTools;
import org.junit.jupiter.api.Test;

/** The public API is what {@code api/bytering-flow.api} says; {@code -Dapi.update=true} writes the file anew. */
class ApiDumpTest {
    @Test
    void publicApiIsTheCommittedOne() throws IOException {
        AbiTools tools = AbiTools.Companion.getInstance(null);
        File expected = new File("api/bytering-flow.api");
        boolean update = Boolean.getBoolean("api.update");
        File actual = update ? expected : new File("target/bytering-flow.api");
        Files.createDirectories(actual.getAbsoluteFile().getParentFile().toPath());
        try (var out = Files.newBufferedWriter(actual.toPath());
                var classes = Files.walk(Path.of("target", "classes", "io"))) {
            List<File> files = classes.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .map(Path::toFile)
                    .collect(Collectors.toList());
            tools.printJvmDump(out, files, AbiFilters.Companion.getEMPTY());
        }
        String diff = update ? null : tools.filesDiff(expected, actual);
        if (diff != null) {
            fail("the public API changed; -Dapi.update=true accepts it:\n" + diff);
        }
    }
}
