package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingAbandonedException;
import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The reader's close: a writer is told, at once or out of its wait, that nobody will read on. */
interface AbandonmentContract extends RigContract {
    @EachCall
    default void abandonmentWakesAWaitingWriter(WriterCall call) throws IOException {
        Rig rig = rig();
        rig.fillUp();
        Task<Long> writing = rig.waiting(() -> call.on(rig.writer));
        rig.reader.close();
        if (call == WriterCall.AWAIT) {
            assertEquals(-1, writing.get());
        } else {
            writing.failure(RingAbandonedException.class);
        }
        assertEquals(Rig.CAPACITY, rig.ring.writer().position());
    }

    @EachCall
    default void anAbandonedWriterNeitherWaitsNorWrites(WriterCall call) throws IOException {
        Rig rig = rig();
        rig.put(2);
        rig.reader.close();
        if (call == WriterCall.AWAIT) {
            assertEquals(-1, call.on(rig.writer));
        } else {
            assertThrows(RingAbandonedException.class, () -> call.on(rig.writer));
        }
        assertEquals(2, rig.ring.writer().position());
    }

    @Test
    default void abandonmentEndsALongWriteWhereItWas() throws IOException {
        Rig rig = rig();
        Task<Void> writing = rig.waiting(() -> {
            rig.writer.write(TestBytes.of(0, 100), 0, 100);
            return null;
        });
        rig.take(3);
        rig.reader.close();
        writing.failure(RingAbandonedException.class);
        long written = rig.ring.writer().position();
        assertTrue(written >= Rig.CAPACITY && written <= Rig.CAPACITY + 3, "written: " + written);
    }

    @Test
    default void closingTheReaderOfAnEndedStreamIsQuiet() throws IOException {
        Rig rig = rig();
        rig.put(1);
        rig.writer.close();
        rig.reader.close();
        rig.reader.close();
        rig.writer.close();
        assertEquals(0, rig.ring.reader().readableBytes());
    }
}
