package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Interrupts: noticed only where there is something to wait for, kept as status, and harmless to the bytes. */
interface InterruptContract extends RigContract {
    private static <T> Task<T> comingInterrupted(Callable<T> call) {
        return Task.start(() -> {
            Thread.currentThread().interrupt();
            return call.call();
        });
    }

    private static void checkInterrupted(Task<?> task) {
        InterruptedIOException e = task.failure(InterruptedIOException.class);
        assertTrue(task.interruptedAtEnd(), "the status is lost");
        assertEquals(0, e.bytesTransferred);
    }

    @EachCall
    default void anInterruptEndsAReadersWait(ReaderCall call) throws IOException {
        Rig rig = rig();
        Task<Long> reading = rig.waiting(() -> call.on(rig.reader));
        reading.interrupt();
        checkInterrupted(reading);
        rig.put(2);
        assertTrue(call.on(rig.reader) >= 0);
        rig.takeAll();
    }

    @EachCall
    default void anInterruptEndsAWritersWait(WriterCall call) throws IOException {
        Rig rig = rig();
        rig.fillUp();
        Task<Long> writing = rig.waiting(() -> call.on(rig.writer));
        writing.interrupt();
        checkInterrupted(writing);
        rig.take(2);
        assertTrue(call.on(rig.writer) >= 0);
        rig.takeAll();
    }

    @EachCall
    default void anInterruptedReaderDoesNotBeginToWait(ReaderCall call) throws IOException {
        Rig rig = rig();
        checkInterrupted(comingInterrupted(() -> call.on(rig.reader)));
        rig.put(1);
        assertTrue(call.on(rig.reader) >= 0);
        rig.takeAll();
    }

    @EachCall
    default void anInterruptedWriterDoesNotBeginToWait(WriterCall call) throws IOException {
        Rig rig = rig();
        rig.fillUp();
        checkInterrupted(comingInterrupted(() -> call.on(rig.writer)));
        rig.takeAll();
        assertTrue(call.on(rig.writer) >= 0);
        rig.takeAll();
    }

    @EachCall
    default void anInterruptedReaderTakesWhatIsThere(ReaderCall call) throws IOException {
        Rig rig = rig();
        rig.put(1);
        Task<Long> reading = comingInterrupted(() -> call.on(rig.reader));
        assertTrue(reading.get() >= 0);
        assertTrue(reading.interruptedAtEnd(), "the status is lost");
        rig.takeAll();
    }

    @EachCall
    default void anInterruptedWriterUsesWhatRoomThereIs(WriterCall call) throws IOException {
        Rig rig = rig();
        Task<Long> writing = comingInterrupted(() -> call.on(rig.writer));
        assertTrue(writing.get() >= 0);
        assertTrue(writing.interruptedAtEnd(), "the status is lost");
        rig.takeAll();
    }

    @Test
    default void anInterruptedWriteTellsHowFarItCame() throws IOException {
        Rig rig = rig();
        byte[] src = TestBytes.of(0, 20);
        Task<Void> writing = rig.waiting(() -> {
            rig.writer.write(src, 0, 20);
            return null;
        });
        writing.interrupt();
        int done = writing.failure(InterruptedIOException.class).bytesTransferred;
        assertEquals(Rig.CAPACITY, done);
        rig.takeAll();
        rig.writer.write(src, done, Rig.CAPACITY);
        rig.takeAll();
    }

    @Test
    default void anInterruptedReadFullyTellsHowFarItCame() throws IOException {
        Rig rig = rig();
        rig.put(3);
        byte[] dst = new byte[5];
        Task<Void> reading = rig.waiting(() -> {
            rig.reader.readFully(dst, 0, 5);
            return null;
        });
        reading.interrupt();
        assertEquals(3, reading.failure(InterruptedIOException.class).bytesTransferred);
        rig.put(2);
        rig.reader.readFully(dst, 3, 2);
        TestBytes.check(0, dst, 0, 5);
    }
}
