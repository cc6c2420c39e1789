package io.bytering.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.ByteRing;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.internal.OtherJvm;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** JVMs that watch for what libraries should not do find nothing to say. */
@Tag("overlays")
@Timeout(300)
@EnabledForJreRange(min = JRE.JAVA_24)
class StrictJvmTest {
    private static final int BYTES = 100_000;

    /** What the other JVM runs: all kinds of memory, and threads that sleep. */
    public static final class AllKinds {
        private AllKinds() {}

        public static void main(String[] args) throws Exception {
            List<Storage> storages = new ArrayList<>(List.of(Storage.heap(), Storage.direct()));
            if (MirroredMemory.isSupported()) {
                storages.add(Storage.mirrored());
            }
            for (Storage storage : storages) {
                move(ByteRing.builder().capacity(4096).storage(storage).build());
            }
        }

        private static void move(ByteRing ring) throws Exception {
            Thread thread = new Thread(() -> {
                try (BlockingWriter writer = BlockingWriter.of(ring.writer())) {
                    writer.write(new byte[BYTES], 0, BYTES);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            thread.start();
            try (BlockingReader reader = BlockingReader.of(ring.reader())) {
                reader.readFully(new byte[BYTES], 0, BYTES);
            }
            thread.join();
        }
    }

    /** Without JNA, whose own native code is not beyond reproach, and which is not asked where the overlay is. */
    private static String printedWith(String... options) throws Exception {
        String classPath = Arrays.stream(OtherJvm.CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.contains("jna"))
                .collect(Collectors.joining(File.pathSeparator));
        return OtherJvm.outputOf(AllKinds.class, classPath, options);
    }

    @Test
    void nothingIsDoneThatIsDenied() throws Exception {
        assertEquals("", printedWith("--illegal-native-access=deny"));
    }

    @Test
    void nativeCallsAreWhatTheyShouldBe() throws Exception {
        assertEquals("", printedWith("-Xcheck:jni", "--enable-native-access=ALL-UNNAMED"));
    }
}
