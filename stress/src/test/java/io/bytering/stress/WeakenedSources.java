package io.bytering.stress;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Copies of the core and of a test, each in a package of its own so that one run of jcstress has them all, each with one
 * {@link Weakening}. Production code has no switch for that.
 */
final class WeakenedSources {
    private static final Path CORE = Path.of(System.getProperty("stress.core"));
    private static final Path TESTS = Path.of(System.getProperty("stress.tests"));

    private final Path folder;

    WeakenedSources(Path folder) {
        this.folder = folder;
    }

    /** Returns the folder of the compiled classes. */
    Path compile(Weakening... weakenings) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Weakening weakening : weakenings) {
            sources.addAll(copy(weakening));
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-d", classes.toString(), "-cp", Jcstress.classPath(), "-processorpath", Jcstress.classPath());
            if (!compiler.getTask(problems, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new AssertionError(problems);
            }
        }
        return classes;
    }

    /** Returns the sources, one of them weakened. */
    List<Path> copy(Weakening weakening) throws IOException {
        Map<String, Path> sources = new TreeMap<>();
        // the overlay after the base, so that it replaces it
        for (String root : List.of("java", "java11")) {
            for (String part : List.of("", "internal/", "storage/", "item/", "message/")) {
                Path from = CORE.resolve(root).resolve("io/bytering/" + part);
                if (Files.isDirectory(from)) {
                    try (Stream<Path> files = Files.list(from)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .forEach(file -> sources.put(part + file.getFileName(), file));
                    }
                }
            }
        }
        for (String name : List.of(weakening.test.replaceAll("\\..*", ""), "Moves", "Woken")) {
            sources.put("stress/" + name + ".java", TESTS.resolve("io/bytering/stress/" + name + ".java"));
        }
        List<Path> copies = new ArrayList<>();
        for (Map.Entry<String, Path> source : sources.entrySet()) {
            Path copy = folder.resolve("sources")
                    .resolve(weakening.packageName().replace('.', '/'))
                    .resolve(source.getKey());
            String text =
                    weakening.apply(source.getValue().getFileName().toString(), Files.readString(source.getValue()));
            Files.createDirectories(copy.getParent());
            copies.add(Files.writeString(copy, text.replace("io.bytering", weakening.packageName())));
        }
        return copies;
    }

    /** The name of the weakening's test among the copies. */
    static String testOf(Weakening weakening) {
        return weakening.packageName() + ".stress." + weakening.test;
    }
}
