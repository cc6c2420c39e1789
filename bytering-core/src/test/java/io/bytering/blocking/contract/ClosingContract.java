package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A half closed by its own side: a call under way is woken, later ones are refused, and closing again does nothing. */
interface ClosingContract extends RigContract {
    private static void assertClosed(Executable call) {
        // the very class: an asynchronous close is told only to a call that was under way
        assertEquals(
                ClosedChannelException.class,
                assertThrows(ClosedChannelException.class, call).getClass());
    }

    @EachCall
    default void closeWakesItsOwnReader(ReaderCall call) {
        Rig rig = rig();
        Task<Long> reading = rig.waiting(() -> call.on(rig.reader));
        rig.reader.close();
        reading.failure(AsynchronousCloseException.class);
    }

    @EachCall
    default void closeWakesItsOwnWriter(WriterCall call) throws IOException {
        Rig rig = rig();
        rig.fillUp();
        Task<Long> writing = rig.waiting(() -> call.on(rig.writer));
        rig.writer.close();
        writing.failure(AsynchronousCloseException.class);
        rig.takeAll();
    }

    @EachCall
    default void theCauseReachesTheReaderThatWaits(ReaderCall call) {
        Rig rig = rig();
        Exception cause = new Exception("had enough");
        Task<Long> reading = rig.waiting(() -> call.on(rig.reader));
        rig.reader.close(cause);
        assertSame(cause, reading.failure(AsynchronousCloseException.class).getCause());
        ClosedChannelException later = assertThrows(ClosedChannelException.class, () -> call.on(rig.reader));
        assertSame(cause, later.getCause());
    }

    @EachCall
    default void theCauseReachesTheWriterThatWaits(WriterCall call) throws IOException {
        Rig rig = rig();
        Exception cause = new Exception("had enough");
        rig.fillUp();
        Task<Long> writing = rig.waiting(() -> call.on(rig.writer));
        rig.writer.close(cause);
        assertSame(cause, writing.failure(AsynchronousCloseException.class).getCause());
        ClosedChannelException later = assertThrows(ClosedChannelException.class, () -> call.on(rig.writer));
        assertSame(cause, later.getCause());
    }

    @Test
    default void theCauseOfARingThatIsClosedReachesBothHalves() throws IOException {
        Rig rig = rig();
        Exception cause = new Exception("shut down");
        Task<Long> reading = rig.waiting(() -> ReaderCall.READ_ARRAY.on(rig.reader));
        rig.ring.close(cause);
        assertSame(cause, reading.failure().getCause()); // as its own close, or as the writer's failure
        assertSame(
                cause,
                assertThrows(ClosedChannelException.class, () -> rig.writer.write(new byte[1]))
                        .getCause());
    }

    @EachCall
    default void aClosedReaderRefusesEveryCall(ReaderCall call) throws IOException {
        Rig rig = rig();
        rig.put(3);
        rig.reader.close();
        rig.reader.close();
        assertClosed(() -> call.on(rig.reader));
    }

    @EachCall
    default void aClosedWriterRefusesEveryCall(WriterCall call) {
        Rig rig = rig();
        rig.writer.close();
        rig.writer.close();
        assertClosed(() -> call.on(rig.writer));
    }

    @Test
    default void aClosedHalfRefusesAlsoWhatNeedsNoWait() throws IOException {
        Rig rig = rig();
        rig.writer.claim(2);
        rig.ring.close();
        assertClosed(() -> rig.writer.commit(2));
        assertClosed(() -> rig.writer.write(new byte[0], 0, 0));
        assertClosed(() -> rig.writer.write(ByteBuffer.allocate(0)));
        assertClosed(() -> rig.reader.read(new byte[0], 0, 0));
        assertClosed(() -> rig.reader.read(ByteBuffer.allocate(0)));
        assertClosed(() -> rig.reader.readFully(new byte[0], 0, 0));
        assertClosed(() -> rig.reader.skip(0));
    }

    @Test
    default void closeEndsAlsoWaitsWithATimeLimit() throws IOException {
        Rig rig = rig();
        rig.put(4);
        Task<Boolean> reading = rig.waiting(() -> rig.reader.awaitReadable(5, Duration.ofMinutes(1)));
        rig.reader.close();
        reading.failure(AsynchronousCloseException.class);
        assertClosed(() -> rig.reader.awaitReadable(1, Duration.ZERO));
        assertClosed(() -> rig.reader.awaitReadable(1, 0, TimeUnit.SECONDS));
        assertFalse(rig.writer.awaitWritable(8, Duration.ofMinutes(1)), "the reader is gone");
        rig.writer.close();
        assertClosed(() -> rig.writer.awaitWritable(1, Duration.ZERO));
        assertClosed(() -> rig.writer.awaitWritable(1, 0, TimeUnit.SECONDS));
    }

    @Test
    default void closingAHalfBelowCountsAsClosing() {
        Rig rig = rig();
        Task<Long> reading = rig.waiting(() -> ReaderCall.READ_ARRAY.on(rig.reader));
        rig.ring.reader().close();
        reading.failure(AsynchronousCloseException.class);
        assertClosed(() -> rig.reader.awaitReadable(1));
        rig.ring.writer().close();
        assertClosed(() -> rig.writer.awaitWritable(1));
    }

    @Test
    default void closingTheWriterDuringALongWriteLeavesThePartWritten() throws IOException {
        Rig rig = rig();
        Task<Void> writing = rig.waiting(() -> {
            rig.writer.write(TestBytes.of(0, 30), 0, 30);
            return null;
        });
        rig.writer.close();
        writing.failure(AsynchronousCloseException.class);
        rig.take(Rig.CAPACITY);
        assertEquals(-1, rig.reader.read(new byte[1], 0, 1));
    }

    @Test
    default void closingTheRingWakesBothHalves() throws IOException {
        Rig rig = rig();
        rig.put(3);
        Task<Boolean> reading = rig.waiting(() -> rig.reader.awaitReadable(Rig.CAPACITY));
        Task<Boolean> writing = rig.waiting(() -> rig.writer.awaitWritable(Rig.CAPACITY));
        rig.ring.close();
        writing.failure(AsynchronousCloseException.class);
        // it may still have seen the end of the stream, since the writer is closed first
        assertTrue(reading.endsWithin(240_000));
    }

    /** Between two steps of a call too, where nobody waits just then. */
    @Test
    default void closingTheReaderInTheMiddleOfACallIsNoCloseBeforeIt() throws IOException {
        for (int round = 0; round < 50; round++) {
            try (Rig rig = rig().again()) {
                Task<Void> reading = Task.start(() -> {
                    rig.reader.readFully(new byte[5]);
                    return null;
                });
                rig.put(3);
                while (rig.ring.statistics().bytesRead() < 3) {
                    Thread.onSpinWait();
                }
                rig.reader.close();
                reading.failure(AsynchronousCloseException.class);
            }
        }
    }

    @Test
    default void closingTheWriterInTheMiddleOfACallIsNoCloseBeforeIt() throws IOException {
        for (int round = 0; round < 50; round++) {
            try (Rig rig = rig().again()) {
                Task<Void> writing = Task.start(() -> {
                    rig.writer.write(new byte[Rig.CAPACITY + 1]);
                    return null;
                });
                while (rig.ring.statistics().bytesWritten() < Rig.CAPACITY) {
                    Thread.onSpinWait();
                }
                rig.writer.close();
                writing.failure(AsynchronousCloseException.class);
            }
        }
    }

    @Test
    default void closingTheReaderDuringReadFullyKeepsWhatCame() throws IOException {
        Rig rig = rig();
        byte[] dst = new byte[5];
        rig.put(3);
        Task<Void> reading = rig.waiting(() -> {
            rig.reader.readFully(dst, 0, 5);
            return null;
        });
        rig.reader.close();
        reading.failure(AsynchronousCloseException.class);
        TestBytes.check(0, dst, 0, 3);
    }
}
