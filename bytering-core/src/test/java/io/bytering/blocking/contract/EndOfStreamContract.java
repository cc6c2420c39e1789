package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The writer's close: every byte is still read, then the end is told, again and again. */
interface EndOfStreamContract extends RigContract {
    @EachCall
    default void theEndIsToldAfterTheLastByte(ReaderCall call) throws IOException {
        Rig rig = rig();
        rig.put(1);
        rig.writer.close();
        assertTrue(call.on(rig.reader) >= 0);
        rig.takeAll();
        assertEquals(-1, call.on(rig.reader));
        assertEquals(-1, call.on(rig.reader));
    }

    @EachCall
    default void theEndWakesAWaitingReader(ReaderCall call) {
        Rig rig = rig();
        Task<Long> reading = rig.waiting(() -> call.on(rig.reader));
        rig.writer.close();
        assertEquals(-1, reading.get());
    }

    @Test
    default void amountsThatWillNeverComeAreNotWaitedFor() throws IOException {
        Rig rig = rig();
        Task<Boolean> waiting = rig.waiting(() -> rig.reader.awaitReadable(5));
        rig.put(4);
        rig.writer.close();
        assertFalse(waiting.get());
        assertFalse(rig.reader.awaitReadable(5));
        assertTrue(rig.reader.awaitReadable(4));
        rig.takeAll();
        assertFalse(rig.reader.awaitReadable(1));
    }

    @Test
    default void atTheEndTheDrainerIsNotCalled() throws IOException {
        Rig rig = rig();
        rig.writer.close();
        int count = rig.reader.drain((slices, length) -> {
            throw new AssertionError("called with " + length);
        });
        assertEquals(-1, count);
        assertThrows(EOFException.class, () -> rig.reader.readFully(new byte[1], 0, 1));
        assertEquals(0, rig.reader.read(new byte[0], 0, 0));
    }
}
