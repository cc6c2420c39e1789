package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingAbandonedException;
import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A half that is closed with a cause: what waits on the other half gets it, the reader after the last byte. */
interface FailureContract extends RigContract {
    @EachCall
    default void theFailureIsThrownAfterTheLastByte(ReaderCall call) throws IOException {
        Rig rig = rig();
        Exception cause = new Exception("disk on fire");
        rig.put(1);
        rig.ring.writer().close(cause);
        assertTrue(call.on(rig.reader) >= 0);
        rig.takeAll();
        for (int again = 0; again < 2; again++) {
            IOException e = assertThrowsExactly(IOException.class, () -> call.on(rig.reader));
            assertSame(cause, e.getCause());
            assertEquals("the writer failed after 1 bytes: java.lang.Exception: disk on fire", e.getMessage());
        }
    }

    @EachCall
    default void theFailureWakesAWaitingReader(ReaderCall call) {
        Rig rig = rig();
        Exception cause = new Exception("disk on fire");
        Task<Long> reading = rig.waiting(() -> call.on(rig.reader));
        rig.ring.writer().close(cause);
        assertSame(cause, reading.failure(IOException.class).getCause());
    }

    @EachCall
    default void theReadersCauseReachesAWaitingWriter(WriterCall call) throws IOException {
        Rig rig = rig();
        Exception cause = new Exception("had enough");
        rig.fillUp();
        Task<Long> writing = rig.waiting(() -> call.on(rig.writer));
        rig.ring.reader().close(cause);
        if (call == WriterCall.AWAIT) {
            assertEquals(-1, writing.get());
            assertFalse(rig.writer.awaitWritable(1));
        } else {
            assertSame(cause, writing.failure(RingAbandonedException.class).getCause());
        }
        assertSame(cause, rig.ring.writer().failure());
    }

    @Test
    default void anAmountThatAFailureForestalsIsNoCleanEnd() throws IOException {
        Rig rig = rig();
        Exception cause = new Exception("disk on fire");
        Task<Boolean> waiting = rig.waiting(() -> rig.reader.awaitReadable(5));
        rig.put(4);
        rig.ring.writer().close(cause);
        assertSame(cause, waiting.failure(IOException.class).getCause());
        assertTrue(rig.reader.awaitReadable(4));
        rig.takeAll();
    }

    @Test
    default void aCauseThatIsAnEndItselfIsStillAFailure() throws IOException {
        Rig rig = rig();
        EOFException cause = new EOFException("of the file");
        rig.put(3);
        rig.ring.writer().close(cause);
        IOException e = assertThrowsExactly(IOException.class, () -> rig.reader.readFully(new byte[4], 0, 4));
        assertSame(cause, e.getCause());
        assertEquals(3, rig.ring.reader().position());
    }
}
