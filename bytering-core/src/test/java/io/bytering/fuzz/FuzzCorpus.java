package io.bytering.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Inputs of {@link Fuzz} that are kept, one a line, as Jazzer prints those that fail: in Base64. */
final class FuzzCorpus {
    private static final Path FILE = Path.of("src", "test", "fuzz", "corpus.txt");

    private FuzzCorpus() {}

    static List<byte[]> inputs() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Base64.getDecoder().decode(line))
                .collect(Collectors.toList());
    }
}
