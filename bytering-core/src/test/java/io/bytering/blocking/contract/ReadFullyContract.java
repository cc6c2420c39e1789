package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.testing.TestBytes;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code readFully}: exactly so many bytes, or an exception that says how many there were. */
interface ReadFullyContract extends RigContract {
    @Test
    default void readFullyWaitsForTheLastByte() throws IOException {
        Rig rig = rig();
        byte[] dst = new byte[7];
        Task<Void> reading = rig.waiting(() -> {
            rig.reader.readFully(dst, 1, 5);
            return null;
        });
        rig.put(2);
        rig.put(2);
        reading.awaitWaiting();
        rig.put(2);
        reading.get();
        byte[] expected = new byte[7];
        TestBytes.fill(0, expected, 1, 5);
        assertArrayEquals(expected, dst);
        rig.take(1);
    }

    @Test
    default void readFullyMayExceedTheRing() throws IOException {
        Rig rig = rig();
        byte[] dst = new byte[100];
        Task<Void> reading = Task.start(() -> {
            rig.reader.readFully(dst, 0, dst.length);
            return null;
        });
        rig.writer.write(TestBytes.of(0, 101));
        reading.get();
        TestBytes.check(0, dst, 0, dst.length);
        rig.take(1);
    }

    @Test
    default void readFullyTellsHowManyBytesThereWereAtTheEnd() throws IOException {
        Rig rig = rig();
        byte[] dst = new byte[10];
        Task<Void> reading = rig.waiting(() -> {
            rig.reader.readFully(dst, 0, dst.length);
            return null;
        });
        rig.put(3);
        rig.writer.close();
        String message = reading.failure(EOFException.class).getMessage();
        assertTrue(message.contains("3 of 10"), message);
        TestBytes.check(0, dst, 0, 3);
    }

    @Test
    default void readFullyAtTheEndHasReadNothing() {
        Rig rig = rig();
        rig.writer.close();
        EOFException end = assertThrows(EOFException.class, () -> rig.reader.readFully(new byte[4], 0, 4));
        assertTrue(end.getMessage().contains("0 of 4"), end.getMessage());
        assertEquals(0, rig.ring.reader().position());
    }
}
