package io.bytering.blocking.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.blocking.BytePipe;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pipe in one call: how its ends fail, and how calls of several threads take turns. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BytePipeTest {
    private static final int CAPACITY = 8;

    private final BytePipe pipe = BytePipe.of(
            ByteRing.builder().capacity(CAPACITY).storage(Storage.heap()).build(), WaitStrategy.parking());
    private final InputStream in = pipe.inputStream();
    private final OutputStream out = pipe.outputStream();

    @AfterEach
    void close() {
        pipe.close();
    }

    private Task<Void> waitingWrite(int count) {
        return Task.waiting(true, () -> {
            out.write(TestBytes.of(0, count));
            return null;
        });
    }

    @Test
    void eachOfItsPartsIsOne() {
        assertSame(in, pipe.inputStream());
        assertSame(out, pipe.outputStream());
        assertSame(pipe.ring().reader(), pipe.reader().reader());
        assertSame(pipe.ring().writer(), pipe.writer().writer());
        assertEquals(
                "BytePipe[ByteRing[capacity=100, writer open, reader open]]",
                BytePipe.ofCapacity(100).toString());
    }

    @Test
    void aBadCapacityIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> BytePipe.ofCapacity(0));
        ByteRing silent = ByteRing.builder().capacity(8).signals(false).build();
        assertThrows(IllegalStateException.class, () -> BytePipe.of(silent, WaitStrategy.parking()));
        silent.close();
    }

    @Test
    void aRingWithoutSignalsWillDo() throws IOException {
        try (BytePipe silent =
                BytePipe.of(ByteRing.builder().capacity(8).signals(false).build())) {
            Task<byte[]> reading = Task.start(() -> silent.inputStream().readNBytes(20));
            silent.outputStream().write(TestBytes.of(0, 20));
            assertArrayEquals(TestBytes.of(0, 20), reading.get());
        }
    }

    @Test
    void theWritersFailureReachesTheReader() throws IOException {
        out.write(TestBytes.of(0, 3));
        Exception cause = new IllegalStateException("the database is gone");
        pipe.writer().close(cause);
        assertEquals(3, in.available());
        assertArrayEquals(TestBytes.of(0, 3), in.readNBytes(3));
        for (int i = 0; i < 2; i++) {
            assertSame(cause, assertThrows(IOException.class, in::read).getCause());
        }
        assertEquals(0, in.available());
        assertSame(
                cause,
                assertThrows(IOException.class, () -> pipe.readableChannel().read(ByteBuffer.allocate(1)))
                        .getCause());
    }

    @Test
    void theWritersFailureReachesAReaderThatWaits() {
        Task<Integer> reading = Task.waiting(true, in::read);
        Exception cause = new Exception("cause");
        pipe.writer().close(cause);
        assertSame(cause, reading.failure(IOException.class).getCause());
    }

    @Test
    void theReadersFailureReachesTheWriter() {
        Task<Void> writing = waitingWrite(CAPACITY + 1);
        Exception cause = new Exception("cause");
        pipe.reader().close(cause);
        assertSame(cause, writing.failure(RingAbandonedException.class).getCause());
        assertSame(
                cause,
                assertThrows(RingAbandonedException.class, () -> out.write(1)).getCause());
        assertThrows(RingAbandonedException.class, () -> pipe.writableChannel().write(ByteBuffer.allocate(1)));
    }

    @Test
    void aCloseOfBothEndsIsToldWithItsCause() {
        Task<Integer> reading = Task.waiting(true, in::read);
        Exception cause = new Exception("cause");
        pipe.close(cause);
        pipe.close();
        assertSame(cause, reading.failure().getCause());
        assertSame(cause, assertThrows(ClosedChannelException.class, in::read).getCause());
        assertSame(
                cause,
                assertThrows(ClosedChannelException.class, () -> out.write(1)).getCause());
    }

    @Test
    void theFirstCloseOfAnEndCounts() throws IOException {
        out.close();
        pipe.writer().close(new Exception("too late"));
        assertEquals(-1, in.read());
        assertNull(pipe.ring().reader().failure());
        assertEquals(0, in.available());
        in.close();
        in.close();
        out.close();
    }

    @Test
    void streamAndChannelAreOneEnd() throws IOException {
        assertEquals(3, pipe.writableChannel().write(ByteBuffer.wrap(TestBytes.of(0, 3))));
        out.write(TestBytes.of(3, 2));
        assertEquals(TestBytes.at(0), (byte) in.read());
        ByteBuffer rest = ByteBuffer.allocate(9);
        assertEquals(4, pipe.readableChannel().read(rest));
        TestBytes.check(1, rest.array(), 0, 4);
        pipe.writableChannel().close();
        assertEquals(-1, in.read());
        pipe.readableChannel().close();
        assertThrows(ClosedChannelException.class, in::read);
    }

    /** Its flush is a call that people make anywhere, also late. */
    @Test
    void aFlushDoesNothing() throws IOException {
        Task<Void> writing = waitingWrite(CAPACITY + 1);
        out.flush();
        assertEquals(CAPACITY, in.readNBytes(CAPACITY).length);
        writing.get();
        out.close();
        out.flush();
    }

    @Test
    void aCallThatWaitsForItsTurnComesNext() throws Exception {
        Task<Void> first = waitingWrite(2 * CAPACITY);
        Task<Void> second = Task.waiting(true, () -> {
            pipe.writableChannel().write(ByteBuffer.wrap(new byte[] {77}));
            return null;
        });
        assertArrayEquals(TestBytes.of(0, 2 * CAPACITY), in.readNBytes(2 * CAPACITY));
        assertEquals(77, in.read());
        first.get();
        second.get();
        Task<Integer> reading = Task.waiting(true, in::read);
        Task<byte[]> behind = Task.waiting(true, () -> in.readNBytes(3));
        out.write(5);
        assertEquals(5, reading.get());
        out.write(TestBytes.of(0, 3));
        assertArrayEquals(TestBytes.of(0, 3), behind.get());
    }

    @Test
    void anInterruptEndsTheWaitForTheTurn() throws Exception {
        Task<Void> first = waitingWrite(CAPACITY + 1);
        Task<Void> second = waitingWrite(1);
        Task<Integer> third = Task.waiting(true, () -> pipe.writableChannel().write(ByteBuffer.wrap(new byte[] {1})));
        second.interrupt();
        assertEquals(0, second.failure(InterruptedIOException.class).bytesTransferred);
        assertTrue(second.interruptedAtEnd(), "the status is lost");
        third.interrupt();
        third.failure(InterruptedIOException.class);
        assertFalse(first.endsWithin(10), "the call that has the turn waits on");
        assertArrayEquals(TestBytes.of(0, CAPACITY + 1), in.readNBytes(CAPACITY + 1));
        first.get();
        assertEquals(0, in.available());
    }

    @Test
    void aTimeLimitEndsTheWaitForTheTurn() throws Exception {
        Task<Integer> first = Task.waiting(true, in::read);
        pipe.reader().timeout(20, TimeUnit.MILLISECONDS);
        RingTimeoutException late = assertThrows(RingTimeoutException.class, () -> in.read(new byte[3]));
        assertEquals("waited 20.0 ms for the call of another thread to end", late.getMessage());
        assertThrows(RingTimeoutException.class, () -> pipe.readableChannel().read(ByteBuffer.allocate(1)));
        pipe.reader().timeout(240, TimeUnit.SECONDS).deadline(0, TimeUnit.SECONDS);
        assertThrows(RingTimeoutException.class, () -> in.transferTo(OutputStream.nullOutputStream()));
        assertFalse(first.endsWithin(10), "its own limit was read when it began");
        out.write(9);
        assertEquals(9, first.get());
    }

    @Test
    void aCloseEndsTheCallUnderWayAndThoseBehindIt() throws IOException {
        Task<Integer> first = Task.waiting(true, in::read);
        Task<byte[]> second = Task.waiting(true, in::readAllBytes);
        Task<Long> third = Task.waiting(true, () -> in.skip(1));
        assertEquals(0, in.available());
        assertEquals(0, in.read(new byte[0]));
        in.close();
        for (Task<?> task : new Task<?>[] {first, second, third}) {
            assertInstanceOf(ClosedChannelException.class, task.failure());
        }
    }

    @Test
    void aStopEndsTheCallUnderWayAndThoseBehindIt() {
        Task<Integer> first = Task.waiting(true, in::read);
        Task<Integer> second = Task.waiting(true, in::read);
        pipe.reader().stopWaiting();
        first.failure(InterruptedIOException.class);
        second.failure(InterruptedIOException.class);
    }

    @Test
    void theTargetOfATransferMustNotUseThePipe() throws IOException {
        out.write(TestBytes.of(0, 3));
        out.close();
        assertThrows(
                IllegalStateException.class,
                () -> in.transferTo(new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        in.read();
                    }
                }));
        assertArrayEquals(TestBytes.of(0, 3), in.readAllBytes());
    }
}
