package io.bytering.blocking.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingStatistics;
import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A parked thread is woken by what it waits for, not by a clock: a piped stream looks once a second. Who wakes a thread counts that,
 * and a thread that finds by itself that it may go on does not; how long the machine takes does not matter.
 */
@Tag("overlays")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PromptWakeUpTest {
    private static final int ROUNDS = 11;

    private interface Step {
        void on(Rig rig) throws IOException;
    }

    private static void assertPrompt(Step before, Step waiting, Step waking) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            try (Rig rig = new Rig(WaitStrategy.parking())) {
                before.on(rig);
                Task<Void> task = rig.waiting(() -> {
                    waiting.on(rig);
                    return null;
                });
                waking.on(rig);
                assertTrue(task.endsWithin(240_000), "it never woke");
                RingStatistics counted = rig.ring.statistics();
                assertEquals(1, counted.readerWakeUps() + counted.writerWakeUps(), "it looked by itself: " + counted);
            }
        }
    }

    @Test
    void aWriteWakesTheReader() throws IOException {
        assertPrompt(
                rig -> {},
                rig -> rig.reader.inputStream().read(),
                rig -> rig.writer.outputStream().write(1));
    }

    @Test
    void aReadWakesTheWriter() throws IOException {
        assertPrompt(
                Rig::fillUp,
                rig -> rig.writer.outputStream().write(1),
                rig -> rig.reader.inputStream().read());
    }

    @Test
    void theEndOfTheStreamWakesTheReader() throws IOException {
        assertPrompt(
                rig -> {},
                rig -> rig.reader.inputStream().read(),
                rig -> rig.writer.outputStream().close());
    }

    @Test
    void abandonmentWakesTheWriter() throws IOException {
        assertPrompt(
                Rig::fillUp,
                rig -> rig.writer.outputStream().write(1),
                rig -> rig.reader.inputStream().close());
    }

    @Test
    void theReadersOwnCloseWakesIt() throws IOException {
        assertPrompt(rig -> {}, rig -> rig.reader.channel().read(ByteBuffer.allocate(1)), rig -> rig.reader.close());
    }

    @Test
    void theWritersOwnCloseWakesIt() throws IOException {
        assertPrompt(Rig::fillUp, rig -> rig.writer.channel().write(ByteBuffer.allocate(1)), rig -> rig.writer.close());
    }
}
