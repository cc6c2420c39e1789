package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Stopping from another thread: ends waits, now and later, and nothing else. */
interface StopContract extends RigContract {
    private static void checkStopped(Task<?> task) {
        InterruptedIOException e = task.failure(InterruptedIOException.class);
        assertTrue(e.getMessage().startsWith("stopped"), e.getMessage());
        assertFalse(task.interruptedAtEnd(), "nobody has interrupted it");
    }

    @EachCall
    default void aStopEndsAReadersWait(ReaderCall call) throws IOException {
        Rig rig = rig();
        Task<Long> reading = rig.waiting(() -> call.on(rig.reader));
        rig.reader.stopWaiting();
        checkStopped(reading);
        rig.put(2);
        assertTrue(call.on(rig.reader) >= 0);
        rig.takeAll();
    }

    @EachCall
    default void aStopEndsAWritersWait(WriterCall call) throws IOException {
        Rig rig = rig();
        rig.fillUp();
        Task<Long> writing = rig.waiting(() -> call.on(rig.writer));
        rig.writer.stopWaiting();
        checkStopped(writing);
        rig.takeAll();
        assertTrue(call.on(rig.writer) >= 0);
        rig.takeAll();
    }

    @Test
    default void whoIsStoppedNeverWaitsAgain() throws IOException {
        Rig rig = rig();
        rig.reader.stopWaiting();
        rig.reader.stopWaiting();
        Callable<Boolean> call = () -> rig.reader.awaitReadable(1);
        checkStopped(Task.start(call));
        rig.put(1);
        assertTrue(Task.start(call).get());
        rig.takeAll();
        checkStopped(Task.start(call));
    }

    @Test
    default void aStoppedWriteTellsHowFarItCame() throws IOException {
        Rig rig = rig();
        Task<Void> writing = rig.waiting(() -> {
            rig.writer.write(TestBytes.of(0, 20), 0, 20);
            return null;
        });
        rig.writer.stopWaiting();
        assertEquals(Rig.CAPACITY, writing.failure(InterruptedIOException.class).bytesTransferred);
        rig.takeAll();
    }

    @Test
    default void aStopOfOneViewLeavesTheOthers() throws IOException {
        Rig rig = rig();
        rig.reader.stopWaiting();
        BlockingReader other = BlockingReader.of(rig.ring.reader(), WaitStrategy.yielding());
        Task<Boolean> waiting = Task.waiting(false, () -> other.awaitReadable(1));
        rig.put(1);
        assertTrue(waiting.get());
    }

    @Test
    default void aStopLeavesAnInterruptibleChannelOpen() {
        Rig rig = rig();
        rig.reader.stopWaiting();
        var channel = rig.reader.interruptibleChannel();
        checkStopped(Task.start(() -> channel.read(java.nio.ByteBuffer.allocate(1))));
        assertTrue(channel.isOpen());
    }
}
