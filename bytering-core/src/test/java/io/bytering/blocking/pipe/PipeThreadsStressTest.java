package io.bytering.blocking.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.bytering.blocking.BytePipe;
import io.bytering.blocking.Task;
import io.bytering.testing.Effort;
import io.bytering.testing.TestBytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Threads that live shortly, one at each end or many at one. None hangs, and no byte is lost. */
@Tag("overlays")
class PipeThreadsStressTest {
    private static final int PAIRS = Effort.isStress() ? 1_000_000 : 300;

    /** As many as run at once. */
    private static final int AT_ONCE = 8;

    @Test
    @Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void eachPairOfThreadsHasAPipe() {
        Random random = new Random(7);
        List<Task<?>> running = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            BytePipe pipe = BytePipe.ofCapacity(1 + random.nextInt(100));
            int length = random.nextInt(200);
            running.add(Task.start(() -> write(pipe, length)));
            running.add(Task.start(() -> read(pipe, length)));
            if (running.size() >= 2 * AT_ONCE) {
                running.forEach(Task::get);
                running.clear();
            }
        }
        running.forEach(Task::get);
    }

    /** One pipe for all, and at each end a thread that has a byte to move. */
    @Test
    @Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void onePipeOutlivesAllPairs() throws Exception {
        BytePipe pipe = BytePipe.ofCapacity(3);
        for (int i = 0; i < PAIRS; i++) {
            byte value = TestBytes.at(i);
            Task<Integer> reading = Task.start(() -> pipe.inputStream().read());
            Task<Void> writing = Task.start(() -> {
                pipe.outputStream().write(value);
                return null;
            });
            assertEquals(value & 0xff, reading.get());
            writing.get();
        }
    }

    @Test
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @EnabledForJreRange(min = JRE.JAVA_21)
    void tenThousandVirtualThreadsInPairs() {
        List<Task<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            BytePipe pipe = BytePipe.ofCapacity(64);
            tasks.add(Task.startVirtual(() -> read(pipe, 1000)));
            tasks.add(Task.startVirtual(() -> write(pipe, 1000)));
        }
        tasks.forEach(task -> task.get(240));
    }

    @Test
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @EnabledForJreRange(min = JRE.JAVA_21)
    void tenThousandVirtualThreadsShareBothEnds() throws Exception {
        int each = 5_000;
        BytePipe pipe = BytePipe.ofCapacity(100);
        List<Task<Void>> writing = new ArrayList<>();
        List<Task<byte[]>> reading = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            byte[] message = {(byte) (i >> 8), (byte) i, (byte) ~(i >> 8), (byte) ~i};
            reading.add(Task.startVirtual(() -> pipe.inputStream().readNBytes(4)));
            writing.add(Task.startVirtual(() -> {
                pipe.outputStream().write(message);
                return null;
            }));
        }
        BitSet seen = new BitSet();
        for (Task<byte[]> task : reading) {
            byte[] got = task.get(240);
            int number = (got[0] & 0xff) << 8 | got[1] & 0xff;
            assertEquals(number, ~((got[2] & 0xff) << 8 | got[3] & 0xff) & 0xffff, "two messages are mixed");
            assertFalse(seen.get(number), () -> number + " came twice");
            seen.set(number);
        }
        assertEquals(each, seen.cardinality());
        writing.forEach(Task::get);
        assertEquals(0, pipe.inputStream().available());
    }

    /** Records longer than the pipe are one write each, so they need no lock of the writers. */
    @Test
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void recordsOfManyThreadsArriveWhole() throws Exception {
        int writers = 8;
        int each = 200 * Effort.FACTOR;
        BytePipe pipe = BytePipe.ofCapacity(50);
        List<Task<Void>> writing = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            writing.add(Task.start(() -> {
                for (int j = 0; j < each; j++) {
                    pipe.outputStream().write(record(writer, j));
                }
                return null;
            }));
        }
        DataInputStream in = new DataInputStream(pipe.inputStream());
        int[] next = new int[writers];
        for (int i = 0; i < writers * each; i++) {
            int writer = in.readInt();
            int number = in.readInt();
            assertEquals(next[writer]++, number, () -> "records of writer " + writer);
            byte[] rest = in.readNBytes(number % 200);
            TestBytes.check(number, rest, 0, rest.length);
        }
        writing.forEach(Task::get);
        assertEquals(0, in.available());
    }

    private static byte[] record(int writer, int number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(writer);
        out.writeInt(number);
        out.write(TestBytes.of(number, number % 200));
        return bytes.toByteArray();
    }

    private static Void write(BytePipe pipe, int length) throws IOException {
        pipe.writer().writeStream(out -> out.write(TestBytes.of(0, length)));
        return null;
    }

    private static Void read(BytePipe pipe, int length) throws IOException {
        try (var in = pipe.inputStream()) {
            byte[] got = in.readAllBytes();
            assertEquals(length, got.length);
            TestBytes.check(0, got, 0, length);
        }
        return null;
    }
}
