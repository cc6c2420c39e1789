package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JVMs without mirrored memory: a reason, an exception that tells it, a fallback, and no warning. */
@Timeout(60)
class MirroredUnsupportedTest {
    /** What the other JVM runs. */
    public static final class Told {
        private Told() {}

        public static void main(String[] args) {
            System.out.println(MirroredMemory.unsupportedReason());
            try {
                Storage.mirrored();
            } catch (UnsupportedOperationException e) {
                System.out.println(e.getMessage());
            }
            ByteRing ring = ByteRing.builder()
                    .capacity(5)
                    .storage(Storage.preferMirrored())
                    .build();
            System.out.println(ring.capacity() > 5 ? "mirrored" : "not mirrored");
        }
    }

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private static String outputOf(String classPath, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, Told.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.replace("\r", "");
    }

    private static String saying(String reason) {
        return reason + "\nno mirrored memory here: " + reason + "\nnot mirrored\n";
    }

    @Test
    void withoutPermissionTheFlagIsNamedAndNoWarningIsPrinted() throws Exception {
        assumeTrue(Platform.freesOnClose(), "native access is not asked for here");
        String reason = "native access is not enabled; start java with --enable-native-access=ALL-UNNAMED";
        assertEquals(saying(reason), outputOf(CLASS_PATH));
    }

    @Test
    void withPermissionMemoryIsMirrored() throws Exception {
        assumeTrue(Platform.freesOnClose() && MirroredMemory.isSupported());
        assertEquals("null\nmirrored\n", outputOf(CLASS_PATH, "--enable-native-access=ALL-UNNAMED"));
    }

    @Test
    void withoutJnaOldPlatformsSayWhatIsMissing() throws Exception {
        assumeFalse(Platform.freesOnClose(), "JNA is not needed here");
        String withoutJna = Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*[/\\\\]jna[^/\\\\]*[.]jar"))
                .collect(Collectors.joining(File.pathSeparator));
        assertTrue(withoutJna.length() < CLASS_PATH.length(), CLASS_PATH);
        String reason = "it needs Java 22 or later, or JNA (net.java.dev.jna:jna) on the class path";
        assertEquals(saying(reason), outputOf(withoutJna));
    }

    @Test
    void withJnaThatCannotLoadItsCodeItsErrorIsTold() throws Exception {
        assumeFalse(Platform.freesOnClose(), "JNA is not needed here");
        String output = outputOf(CLASS_PATH, "-Djna.nounpack=true", "-Djna.nosys=true");
        assertTrue(output.startsWith("JNA does not work here: java.lang.UnsatisfiedLinkError"), output);
        assertTrue(output.endsWith("\nnot mirrored\n"), output);
    }
}
