package io.bytering.blocking.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingAbandonedException;
import io.bytering.blocking.Rig;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.InterruptibleChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an interrupt does to channels: it closes those that asked for it, and no others. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptibleChannelTest {
    private final Rig rig = new Rig(WaitStrategy.parking());
    private final ScatteringByteChannel in = rig.reader.interruptibleChannel();
    private final GatheringByteChannel out = rig.writer.interruptibleChannel();

    @AfterEach
    void close() {
        rig.close();
    }

    private static <T> Task<T> comingInterrupted(Callable<T> call) {
        return Task.start(() -> {
            Thread.currentThread().interrupt();
            return call.call();
        });
    }

    private static ByteBuffer[] two(int size) {
        return new ByteBuffer[] {ByteBuffer.allocate(size), ByteBuffer.allocate(size)};
    }

    private static void assertClosedByInterrupt(Task<?> task, Channel channel) {
        task.failure(ClosedByInterruptException.class);
        assertTrue(task.interruptedAtEnd(), "the status is lost");
        assertFalse(channel.isOpen());
    }

    @Test
    void anInterruptWhileItWaitsClosesTheReadersChannel() {
        Task<Integer> reading = rig.waiting(() -> in.read(ByteBuffer.allocate(1)));
        reading.interrupt();
        assertClosedByInterrupt(reading, in);
        assertThrows(RingAbandonedException.class, () -> out.write(ByteBuffer.allocate(1)));
    }

    @Test
    void anInterruptWhileItScattersClosesTheReadersChannel() {
        Task<Long> reading = rig.waiting(() -> in.read(two(2)));
        reading.interrupt();
        assertClosedByInterrupt(reading, in);
    }

    @Test
    void anInterruptWhileItWaitsClosesTheWritersChannel() throws IOException {
        Task<Integer> writing = rig.waiting(() -> out.write(ByteBuffer.wrap(TestBytes.of(0, 20))));
        writing.interrupt();
        assertClosedByInterrupt(writing, out);
        rig.take(Rig.CAPACITY); // what was written stays, and the stream ends behind it
        assertEquals(-1, in.read(ByteBuffer.allocate(1)));
    }

    @Test
    void anInterruptWhileItGathersClosesTheWritersChannel() {
        Task<Long> writing = rig.waiting(() -> out.write(two(Rig.CAPACITY)));
        writing.interrupt();
        assertClosedByInterrupt(writing, out);
    }

    @Test
    void whoComesInterruptedClosesTheReadersChannelThoughBytesAreThere() throws IOException {
        rig.put(2);
        assertClosedByInterrupt(comingInterrupted(() -> in.read(ByteBuffer.allocate(1))), in);
        assertEquals(0, rig.ring.reader().position());
    }

    @Test
    void whoComesInterruptedToScatterClosesTheReadersChannel() throws IOException {
        rig.put(2);
        assertClosedByInterrupt(comingInterrupted(() -> in.read(two(1))), in);
        assertEquals(0, rig.ring.reader().position());
    }

    @Test
    void whoComesInterruptedClosesTheWritersChannelThoughThereIsRoom() {
        assertClosedByInterrupt(comingInterrupted(() -> out.write(ByteBuffer.allocate(1))), out);
        assertEquals(0, rig.ring.writer().position());
    }

    @Test
    void whoComesInterruptedToGatherClosesTheWritersChannel() {
        assertClosedByInterrupt(comingInterrupted(() -> out.write(two(1))), out);
        assertEquals(0, rig.ring.writer().position());
    }

    @Test
    void aCloseIsNotTakenForAnInterrupt() throws IOException {
        Task<Integer> reading = rig.waiting(() -> in.read(ByteBuffer.allocate(1)));
        in.close();
        reading.failure(AsynchronousCloseException.class);
        assertFalse(reading.interruptedAtEnd());
        comingInterrupted(() -> in.read(ByteBuffer.allocate(1))).failure(ClosedChannelException.class);
    }

    @Test
    void aTimeLimitClosesNothing() throws IOException {
        rig.reader.timeout(Duration.ofMillis(1));
        assertThrows(RingTimeoutException.class, () -> in.read(ByteBuffer.allocate(1)));
        rig.put(1);
        assertEquals(1, in.read(ByteBuffer.allocate(1)));
        rig.fillUp();
        rig.writer.timeout(Duration.ofMillis(1));
        assertThrows(RingTimeoutException.class, () -> out.write(ByteBuffer.allocate(1)));
        assertTrue(out.isOpen());
        rig.takeAll();
    }

    @Test
    void thePlainChannelsOutliveAnInterrupt() throws IOException {
        ScatteringByteChannel plainIn = rig.reader.channel();
        GatheringByteChannel plainOut = rig.writer.channel();
        Task<Integer> reading = rig.waiting(() -> plainIn.read(ByteBuffer.allocate(1)));
        reading.interrupt();
        reading.failure(InterruptedIOException.class);
        Task<Long> scattering = comingInterrupted(() -> plainIn.read(two(1)));
        scattering.failure(InterruptedIOException.class);
        Task<Integer> writing = comingInterrupted(() -> plainOut.write(ByteBuffer.wrap(TestBytes.of(0, 3))));
        assertEquals(3, writing.get());
        assertTrue(plainIn.isOpen());
        assertTrue(plainOut.isOpen());
        rig.takeAll();
    }

    @Test
    void onlyTheInterruptibleOnesSaySo() {
        assertInstanceOf(InterruptibleChannel.class, in);
        assertInstanceOf(InterruptibleChannel.class, out);
        assertFalse(rig.reader.channel() instanceof InterruptibleChannel);
        assertFalse(rig.writer.channel() instanceof InterruptibleChannel);
    }
}
