package io.bytering.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.bytering.testing.Effort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Searches for calls that fail, guided by the coverage: Jazzer, as a process of its own, since its agent changes the classes.
 * Begins with the inputs that are kept. What it finds is printed in Base64: one more line for the corpus.
 */
@Tag("overlays")
@Tag("slow")
class FuzzIT {
    private static final Path FOLDER = Path.of("target", "fuzz");
    private static final Duration GRACE = Duration.ofMinutes(5);

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS) // the process has a limit of its own
    void noInputFails() throws Exception {
        assumeFalse(Effort.FUZZ.isZero(), "only under stress");
        Path corpus = Files.createDirectories(FOLDER.resolve("corpus"));
        List<byte[]> kept = FuzzCorpus.inputs();
        for (int i = 0; i < kept.size(); i++) {
            Files.write(corpus.resolve("kept-" + i), kept.get(i));
        }
        Path output = FOLDER.resolve("output.txt");
        Process process = new ProcessBuilder(command(corpus))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            long seconds = Effort.FUZZ.plus(GRACE).toSeconds();
            assertTrue(
                    process.waitFor(seconds, TimeUnit.SECONDS), () -> "no end after " + seconds + " s, see " + output);
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertEquals(0, process.exitValue(), printed);
        assertTrue(printed.contains("number_of_executed_units"), printed);
        System.out.println(printed.substring(printed.lastIndexOf("Done")));
    }

    private static List<String> command(Path corpus) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-Xmx1g", "-XX:+IgnoreUnrecognizedVMOptions"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("com.code_intelligence.jazzer.Jazzer", "--target_class=" + Fuzz.class.getName()));
        command.addAll(List.of("--instrumentation_includes=io.bytering.**", "--custom_hook_includes=io.bytering.**"));
        command.addAll(List.of("-max_total_time=" + Effort.FUZZ.toSeconds(), "-print_final_stats=1"));
        command.addAll(List.of("-len_control=0", "-max_len=2000", "-timeout=60"));
        command.addAll(List.of("-artifact_prefix=" + FOLDER + "/", "--reproducer_path=" + FOLDER));
        command.add(corpus.toString());
        return command;
    }
}
