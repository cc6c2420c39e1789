package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader waits for bytes: for as many as it asked for, and not a moment longer. */
interface WaitingReaderContract extends RigContract {
    @EachCall
    default void oneByteEndsTheWait(ReaderCall call) throws IOException {
        Rig rig = rig();
        Task<Long> reading = rig.waiting(() -> call.on(rig.reader));
        rig.put(1);
        assertTrue(reading.get() >= 0);
        rig.takeAll();
    }

    @EachCall
    default void bytesThatAreThereAreNotWaitedFor(ReaderCall call) throws IOException {
        Rig rig = rig();
        rig.reader.timeout(Duration.ZERO); // a wait fails
        rig.put(3);
        assertTrue(call.on(rig.reader) >= 0);
        rig.takeAll();
    }

    @Test
    default void readTakesAllThatIsThereAndFits() throws IOException {
        Rig rig = rig();
        rig.put(6);
        assertEquals(4, rig.reader.read(new byte[6], 1, 4));
        assertEquals(2, rig.reader.read(ByteBuffer.allocate(5)));
    }

    @Test
    default void nothingWantedIsNothingToWaitFor() throws IOException {
        Rig rig = rig();
        assertEquals(0, rig.reader.read(new byte[2], 2, 0));
        assertEquals(0, rig.reader.read(ByteBuffer.allocate(0)));
        assertEquals(0, rig.reader.skip(0));
        rig.reader.readFully(new byte[2], 1, 0);
        assertEquals(0, rig.ring.reader().position());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, Rig.CAPACITY})
    default void awaitReadableWaitsForTheAmount(int atLeast) throws IOException {
        Rig rig = rig();
        Task<Integer> waiting = rig.waiting(() -> {
            assertTrue(rig.reader.awaitReadable(atLeast));
            return rig.ring.reader().readableBytes();
        });
        rig.put(1);
        if (atLeast > 2) {
            rig.put(atLeast - 2);
        }
        assertFalse(waiting.endsWithin(10), "it has woken for fewer");
        rig.put(1);
        assertEquals(atLeast, waiting.get());
        rig.takeAll();
    }

    @Test
    default void awaitReadableConsumesNothing() throws IOException {
        Rig rig = rig();
        rig.put(3);
        assertTrue(rig.reader.awaitReadable(3));
        assertTrue(rig.reader.awaitReadable(3));
        assertEquals(3, rig.ring.reader().readableBytes());
    }

    @Test
    default void waitsAcrossTheWrap() throws IOException {
        Rig rig = rig();
        rig.put(6);
        rig.take(6);
        Task<Integer> waiting = rig.waiting(() -> {
            assertTrue(rig.reader.awaitReadable(Rig.CAPACITY));
            return rig.ring.reader().readableBytes();
        });
        rig.put(Rig.CAPACITY);
        assertEquals(Rig.CAPACITY, waiting.get());
        rig.takeAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Rig.CAPACITY + 1, Integer.MAX_VALUE})
    default void impossibleAmountsAreRefused(int atLeast) {
        Rig rig = rig();
        String message = assertThrows(IllegalArgumentException.class, () -> rig.reader.awaitReadable(atLeast))
                .getMessage();
        assertTrue(message.contains(" 1.." + Rig.CAPACITY + ": " + atLeast), message);
    }

    @Test
    default void badRangesMoveNothing() throws IOException {
        Rig rig = rig();
        rig.put(4);
        byte[] dst = new byte[4];
        assertThrows(IndexOutOfBoundsException.class, () -> rig.reader.read(dst, 1, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> rig.reader.read(dst, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> rig.reader.read(dst, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> rig.reader.readFully(dst, 5, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> rig.reader.readFully(dst, 1, Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> rig.reader.skip(-1));
        rig.takeAll();
    }
}
