package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.internal.OtherJvm;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JVMs without mirrored memory: a reason, an exception that tells it, a fallback, and no warning. */
@Tag("overlays")
@Timeout(300)
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

    private static String outputOf(String classPath, String... options) throws IOException, InterruptedException {
        return OtherJvm.outputOf(Told.class, classPath, options);
    }

    private static String saying(String reason) {
        return reason + "\nno mirrored memory here: " + reason + "\nnot mirrored\n";
    }

    @Test
    void withoutPermissionTheFlagIsNamedAndNoWarningIsPrinted() throws Exception {
        assumeTrue(Platform.freesOnClose(), "native access is not asked for here");
        String reason = "native access is not enabled; start java with --enable-native-access=ALL-UNNAMED";
        assertEquals(saying(reason), outputOf(OtherJvm.CLASS_PATH));
    }

    @Test
    void withPermissionMemoryIsMirrored() throws Exception {
        assumeTrue(Platform.freesOnClose() && MirroredMemory.isSupported());
        assertEquals("null\nmirrored\n", outputOf(OtherJvm.CLASS_PATH, "--enable-native-access=ALL-UNNAMED"));
    }

    @Test
    void withoutJnaOldPlatformsSayWhatIsMissing() throws Exception {
        assumeFalse(Platform.freesOnClose(), "JNA is not needed here");
        String withoutJna = Arrays.stream(OtherJvm.CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*[/\\\\]jna[^/\\\\]*[.]jar"))
                .collect(Collectors.joining(File.pathSeparator));
        assertTrue(withoutJna.length() < OtherJvm.CLASS_PATH.length(), OtherJvm.CLASS_PATH);
        String reason = "it needs Java 22 or later, or JNA (net.java.dev.jna:jna) on the class path";
        assertEquals(saying(reason), outputOf(withoutJna));
    }

    @Test
    void withJnaThatCannotLoadItsCodeItsErrorIsTold() throws Exception {
        assumeFalse(Platform.freesOnClose(), "JNA is not needed here");
        String output = outputOf(OtherJvm.CLASS_PATH, "-Djna.nounpack=true", "-Djna.nosys=true");
        assertTrue(output.startsWith("JNA does not work here: java.lang.UnsatisfiedLinkError"), output);
        assertTrue(output.endsWith("\nnot mirrored\n"), output);
    }
}
