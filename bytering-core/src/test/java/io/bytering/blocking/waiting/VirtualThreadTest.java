package io.bytering.blocking.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.VirtualThreads;
import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;
import io.bytering.testing.TestBytes;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both halves on virtual threads. A wait that held its carrier would stop everything where there is one carrier only,
 * which is how a run can be started: {@code -Djdk.virtualThreadScheduler.parallelism=1}.
 */
@Tag("overlays")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTest {
    private static final int BYTES = 1 << 18;

    @BeforeEach
    void tellCarriers(TestReporter reporter) {
        reporter.publishEntry("carriers", VirtualThreads.carriers());
    }

    private static Rig rig(WaitStrategy strategy) {
        return new Rig(64, strategy, Storage.heap(), true);
    }

    private static Task<Long> writing(Rig rig, int total, int seed) {
        return Task.startVirtual(() -> {
            Random random = new Random(seed);
            for (int done = 0; done < total; ) {
                int count = Math.min(total - done, 1 + random.nextInt(200));
                rig.writer.write(TestBytes.of(done, count), 0, count);
                done += count;
            }
            rig.writer.close();
            return rig.ring.writer().position();
        });
    }

    private static Task<Long> reading(Rig rig, int seed) {
        return Task.startVirtual(() -> {
            Random random = new Random(seed);
            byte[] dst = new byte[200];
            long done = 0;
            for (int count; (count = rig.reader.read(dst, 0, 1 + random.nextInt(200))) >= 0; done += count) {
                TestBytes.check(done, dst, 0, count);
            }
            return done;
        });
    }

    @ParameterizedTest
    @MethodSource("io.bytering.blocking.Strategies#each")
    void aStreamPassesThrough64Bytes(WaitStrategy strategy) {
        try (Rig rig = rig(strategy)) {
            Task<Long> reading = reading(rig, 1);
            Task<Long> writing = writing(rig, BYTES, 2);
            assertEquals(BYTES, writing.get(30));
            assertEquals(BYTES, reading.get(30));
        }
    }

    @Test
    void aThousandPairsPassBytesAtOnce() {
        int each = 2000;
        List<Rig> rigs = new ArrayList<>();
        List<Task<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Rig rig = rig(i % 2 == 0 ? WaitStrategy.parking() : WaitStrategy.backOff());
            rigs.add(rig);
            tasks.add(reading(rig, i));
            tasks.add(writing(rig, each, -i));
        }
        for (Task<Long> task : tasks) {
            assertEquals(each, task.get(240));
        }
        rigs.forEach(Rig::close);
    }

    /** The readers are more than there are carriers: if waiting held one, the last would never come to its turn. */
    @ParameterizedTest
    @MethodSource("io.bytering.blocking.Strategies#each")
    void waitingHoldsNoCarrier(WaitStrategy strategy) throws Exception {
        int readers = 2 * Runtime.getRuntime().availableProcessors() + 10;
        CountDownLatch begun = new CountDownLatch(readers);
        List<Rig> rigs = new ArrayList<>();
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            Rig rig = rig(strategy);
            rigs.add(rig);
            tasks.add(Task.startVirtual(() -> {
                begun.countDown();
                return rig.reader.read(new byte[2], 0, 2);
            }));
        }
        assertTrue(begun.await(240, TimeUnit.SECONDS), () -> begun.getCount() + " have not begun");
        Task.startVirtual(() -> null).get();
        for (Rig rig : rigs) {
            rig.put(1);
        }
        for (Task<Integer> task : tasks) {
            assertEquals(1, task.get());
        }
        rigs.forEach(Rig::close);
    }

    @ParameterizedTest
    @MethodSource("io.bytering.blocking.Strategies#each")
    void interruptAndCloseEndTheWait(WaitStrategy strategy) throws Exception {
        try (Rig rig = rig(strategy)) {
            Task<Integer> reading = rig.waitingVirtually(() -> rig.reader.read(ByteBuffer.allocate(1)));
            reading.interrupt();
            reading.failure(InterruptedIOException.class);
            assertTrue(reading.interruptedAtEnd(), "the status is lost");
            rig.fillUp();
            Task<Integer> writing =
                    rig.waitingVirtually(() -> rig.writer.channel().write(ByteBuffer.allocate(1)));
            rig.writer.close();
            writing.failure(AsynchronousCloseException.class);
            rig.takeAll();
        }
    }
}
