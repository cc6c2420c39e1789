package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the tests in a JVM of its own, of the same version. */
public final class OtherJvm {
    public static final String CLASS_PATH = System.getProperty("java.class.path");

    private OtherJvm() {}

    /** All that it prints, when it has ended well. */
    public static String outputOf(Class<?> main, String classPath, String... options)
            throws IOException, InterruptedException {
        return outputOf(List.of(), main, classPath, options);
    }

    /** The same in a process that may have only so much address space. */
    public static String outputWithin(int kib, Class<?> main, String... options)
            throws IOException, InterruptedException {
        return outputOf(List.of("sh", "-c", "ulimit -v " + kib + "; exec \"$@\"", "sh"), main, CLASS_PATH, options);
    }

    private static String outputOf(List<String> before, Class<?> main, String classPath, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.replace("\r", "");
    }
}
