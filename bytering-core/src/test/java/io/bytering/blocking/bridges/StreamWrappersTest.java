package io.bytering.blocking.bridges;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The streams under what people put around streams. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamWrappersTest {
    private final Rig rig = rig();

    Rig rig() {
        return new Rig(WaitStrategy.backOff());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void linesArriveAsTheyAreWritten() throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(rig.in, StandardCharsets.UTF_8));
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(rig.out, StandardCharsets.UTF_8));
        for (String line : List.of("a line", "", "größer als der Ring: ≥ 8 bytes ‼", "x")) {
            Task<String> reading = Task.start(lines::readLine); // a reader that wants a full buffer would hang here
            writer.write(line + "\n");
            writer.flush();
            assertEquals(line, reading.get());
        }
        writer.close();
        assertNull(lines.readLine());
    }

    @Test
    void objectsPassOneByOne() throws Exception {
        Task<Void> writing = Task.start(() -> {
            try (ObjectOutputStream objects = new ObjectOutputStream(rig.out)) {
                for (int i = 0; i < 20; i++) {
                    objects.writeObject(new LinkedHashMap<>(Map.of("number", i, "text", "t".repeat(i))));
                    objects.flush();
                }
            }
            return null;
        });
        try (ObjectInputStream objects = new ObjectInputStream(rig.in)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(Map.of("number", i, "text", "t".repeat(i)), objects.readObject());
            }
            assertEquals(-1, objects.read());
        }
        writing.get();
    }

    @Test
    void compressedBytesPass() throws Exception {
        byte[] sent = TestBytes.of(0, 10_000);
        Task<Void> writing = Task.start(() -> {
            try (GZIPOutputStream zip = new GZIPOutputStream(rig.out)) {
                zip.write(sent);
            }
            return null;
        });
        try (GZIPInputStream zip = new GZIPInputStream(rig.in)) {
            assertArrayEquals(sent, zip.readAllBytes());
        }
        writing.get();
    }

    @Test
    void filesAreCopiedThroughTheRing(@TempDir Path dir) throws Exception {
        Path source = Files.write(dir.resolve("source"), TestBytes.of(0, 10_007));
        Path target = dir.resolve("target");
        Task<Long> writing = Task.start(() -> {
            long count = Files.copy(source, rig.out);
            rig.writer.close();
            return count;
        });
        assertEquals(10_007, Files.copy(rig.in, target));
        assertEquals(10_007, writing.get());
        assertEquals(-1, Files.mismatch(source, target));
    }

    @Test
    void tokensAreScannedBeforeTheEnd() throws Exception {
        Scanner scanner = new Scanner(rig.in, StandardCharsets.US_ASCII);
        Task<Integer> scanning = rig.waiting(scanner::nextInt);
        rig.out.write("42 ".getBytes(StandardCharsets.US_ASCII));
        assertEquals(42, scanning.get());
    }
}
