package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytering.blocking.ByteChannels;
import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.testing.TestBytes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The calls that hand the ring's own memory to a callback or a channel: they wait for one byte, then act once. */
interface CallbackContract extends RigContract {
    @Test
    default void drainCallsOnceWithAllThatIsThere() throws IOException {
        Rig rig = rig();
        AtomicInteger calls = new AtomicInteger();
        Task<Integer> draining = rig.waiting(() -> rig.reader.drain((slices, length) -> {
            calls.incrementAndGet();
            assertEquals(length, slices[0].remaining() + slices[1].remaining());
            return length;
        }));
        rig.put(5);
        assertEquals(5, draining.get());
        assertEquals(1, calls.get());
    }

    @Test
    default void fillCallsOnceWithAllTheRoom() throws IOException {
        Rig rig = rig();
        rig.fillUp();
        AtomicInteger calls = new AtomicInteger();
        Task<Integer> filling = rig.waiting(() -> rig.writer.fill((slices, length) -> {
            calls.incrementAndGet();
            slices[0].put(TestBytes.of(Rig.CAPACITY, 2));
            return 2;
        }));
        rig.take(5);
        assertEquals(2, filling.get());
        assertEquals(1, calls.get());
        rig.takeAll();
    }

    @Test
    default void aFailedDrainerConsumesNothing() throws IOException {
        Rig rig = rig();
        rig.put(5);
        IOException failure = new FileNotFoundException("the drainer's own");
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> rig.reader.drain((slices, length) -> {
                            throw failure;
                        })));
        assertThrows(IllegalArgumentException.class, () -> rig.reader.drain((slices, length) -> length + 1));
        IllegalStateException own = new IllegalStateException("nothing about closing");
        assertSame(
                own,
                assertThrows(
                        IllegalStateException.class,
                        () -> rig.reader.drain((slices, length) -> {
                            throw own;
                        })));
        rig.takeAll();
    }

    @Test
    default void aFailedFillerPublishesNothing() throws IOException {
        Rig rig = rig();
        IOException failure = new FileNotFoundException("the filler's own");
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> rig.writer.fill((slices, length) -> {
                            slices[0].put((byte) 1);
                            throw failure;
                        })));
        assertThrows(IllegalArgumentException.class, () -> rig.writer.fill((slices, length) -> -1));
        IllegalStateException own = new IllegalStateException("nothing about closing");
        assertSame(
                own,
                assertThrows(
                        IllegalStateException.class,
                        () -> rig.writer.fill((slices, length) -> {
                            throw own;
                        })));
        assertEquals(0, rig.ring.writer().position());
        rig.put(Rig.CAPACITY);
        rig.takeAll();
    }

    @Test
    default void transferFromWaitsForRoomThenReadsOnce() throws IOException {
        Rig rig = rig();
        rig.fillUp();
        var source = ByteChannels.source(TestBytes.of(Rig.CAPACITY, 7));
        Task<Long> transferring = rig.waiting(() -> rig.writer.transferFrom(source));
        rig.take(1);
        assertEquals(1, transferring.get());
        rig.takeAll();
        assertEquals(6, rig.writer.transferFrom(source));
        rig.takeAll();
        assertEquals(-1, rig.writer.transferFrom(source));
        rig.put(1); // the end of the channel is not that of the stream
    }

    @Test
    default void transferToTakesBothSlicesAtOnce() throws IOException {
        Rig rig = rig();
        rig.put(6);
        rig.take(5);
        rig.put(6);
        var sink = ByteChannels.sink();
        assertEquals(7, rig.reader.transferTo(sink));
        assertArrayEquals(TestBytes.of(5, 7), sink.toByteArray());
    }
}
