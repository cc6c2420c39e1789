package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer waits for room: for as much as it asked for, and not a moment longer; all it was given gets written. */
interface WaitingWriterContract extends RigContract {
    @EachCall
    default void roomForOneByteEndsTheWait(WriterCall call) throws IOException {
        Rig rig = rig();
        rig.fillUp();
        Task<Long> writing = rig.waiting(() -> call.on(rig.writer));
        rig.take(1);
        assertTrue(writing.get() >= 0);
        rig.takeAll();
    }

    @EachCall
    default void roomThatIsThereIsNotWaitedFor(WriterCall call) throws IOException {
        Rig rig = rig();
        rig.writer.timeout(Duration.ZERO); // a wait fails
        rig.put(Rig.CAPACITY - 1);
        assertTrue(call.on(rig.writer) >= 0);
        rig.takeAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Rig.CAPACITY, Rig.CAPACITY + 1, 1009})
    default void arraysLongerThanTheRingArriveWhole(int length) throws IOException {
        Rig rig = rig();
        Task<Void> writing = Task.start(() -> {
            byte[] src = TestBytes.of(-3 + 251, length + 5);
            rig.writer.write(src, 3, length);
            rig.writer.close();
            return null;
        });
        byte[] got = new byte[length];
        rig.reader.readFully(got, 0, length);
        TestBytes.check(0, got, 0, length);
        assertEquals(-1, rig.reader.read(got, 0, 1));
        writing.get();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void buffersLongerThanTheRingArriveWhole(boolean direct) throws IOException {
        Rig rig = rig();
        int length = 1009;
        ByteBuffer all = direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
        ByteBuffer src = all.put(TestBytes.of(0, length)).flip().asReadOnlyBuffer();
        Task<Integer> writing = Task.start(() -> rig.writer.write(src));
        byte[] got = new byte[length];
        rig.reader.readFully(got, 0, length);
        TestBytes.check(0, got, 0, length);
        assertEquals(length, writing.get());
        assertEquals(length, src.position());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, Rig.CAPACITY})
    default void awaitWritableWaitsForTheAmount(int atLeast) throws IOException {
        Rig rig = rig();
        rig.fillUp();
        Task<Integer> waiting = rig.waiting(() -> {
            assertTrue(rig.writer.awaitWritable(atLeast));
            return rig.ring.writer().writableBytes();
        });
        rig.take(1);
        rig.take(atLeast - 2);
        assertFalse(waiting.endsWithin(10), "it has woken for less");
        rig.take(1);
        assertEquals(atLeast, waiting.get());
        rig.takeAll();
    }

    @Test
    default void nothingToWriteIsNothingToWaitFor() throws IOException {
        Rig rig = rig();
        rig.fillUp();
        rig.writer.write(new byte[2], 2, 0);
        assertEquals(0, rig.writer.write(ByteBuffer.allocate(0)));
        rig.takeAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Rig.CAPACITY + 1, Integer.MAX_VALUE})
    default void impossibleRoomIsRefused(int atLeast) {
        Rig rig = rig();
        String message = assertThrows(IllegalArgumentException.class, () -> rig.writer.awaitWritable(atLeast))
                .getMessage();
        assertTrue(message.contains(" 1.." + Rig.CAPACITY + ": " + atLeast), message);
        assertThrows(IllegalArgumentException.class, () -> rig.writer.claim(atLeast));
    }

    @Test
    default void badRangesWriteNothing() {
        Rig rig = rig();
        byte[] src = new byte[4];
        assertThrows(IndexOutOfBoundsException.class, () -> rig.writer.write(src, 1, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> rig.writer.write(src, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> rig.writer.write(src, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> rig.writer.write(src, 1, Integer.MAX_VALUE));
        assertEquals(0, rig.ring.writer().position());
    }
}
