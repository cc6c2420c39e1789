package io.bytering.blocking.messages;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingAbandonedException;
import io.bytering.blocking.BlockingMessageReader;
import io.bytering.blocking.BlockingMessageWriter;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.message.MessageRing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writers that wait for room and a reader that waits for messages, and each way in which a wait ends. */
@Tag("overlays")
@Timeout(300)
class BlockingMessagesTest {
    private final MessageRing ring = MessageRing.ofCapacity(64);
    private final BlockingMessageReader reader = BlockingMessageReader.of(ring.reader(), WaitStrategy.parking());
    private final BlockingMessageWriter writer = newWriter();

    private BlockingMessageWriter newWriter() {
        return BlockingMessageWriter.of(ring.newWriter(), WaitStrategy.parking());
    }

    private void fill() throws IOException {
        writer.write(new byte[64]);
    }

    /** Each call of a writer that may wait; the message is a 7. */
    private static List<Callable<Void>> sends(BlockingMessageWriter writer) {
        return List.of(
                () -> {
                    writer.write(new byte[] {7});
                    return null;
                },
                () -> {
                    writer.write(new byte[] {6, 7, 8}, 1, 1);
                    return null;
                },
                () -> {
                    writer.write(ByteBuffer.allocateDirect(1).put(0, (byte) 7));
                    return null;
                },
                () -> {
                    writer.claim(1).put((byte) 7);
                    writer.commit(1);
                    return null;
                });
    }

    /** Each call of a reader that may wait: the first byte of the message, or -1. */
    private static List<Callable<Integer>> receives(BlockingMessageReader reader) {
        return List.of(
                () -> {
                    byte[] message = reader.read();
                    return message == null ? -1 : (int) message[0];
                },
                () -> {
                    ByteBuffer dst = ByteBuffer.allocate(64);
                    return reader.read(dst) ? (int) dst.get(0) : -1;
                },
                () -> {
                    ByteBuffer message = reader.peek();
                    int first = message == null ? -1 : message.get();
                    if (message != null) {
                        reader.consume();
                    }
                    return first;
                },
                () -> {
                    int[] first = {-1};
                    int count = reader.drain(message -> first[0] = message.get(), 1);
                    assertEquals(first[0] == -1 ? -1 : 1, count);
                    return first[0];
                },
                () -> reader.awaitMessage() ? (int) requireNonNull(reader.read())[0] : -1);
    }

    // ------------------------------------------------------------------ waiting

    @ParameterizedTest
    @MethodSource("io.bytering.blocking.Strategies#each")
    void eachCallWaitsUntilTheOtherSideMoves(WaitStrategy strategy) throws IOException {
        BlockingMessageReader in = BlockingMessageReader.of(ring.reader(), strategy);
        BlockingMessageWriter out = BlockingMessageWriter.of(ring.newWriter(), strategy);
        boolean parks = strategy == WaitStrategy.parking() || strategy == WaitStrategy.backOff();
        for (Callable<Integer> receive : receives(in)) {
            Task<Integer> receiving = Task.waiting(parks, receive);
            writer.write(new byte[] {7});
            assertEquals(7, receiving.get());
        }
        for (Callable<Void> send : sends(out)) {
            fill();
            Task<Void> sending = Task.waiting(parks, send);
            assertEquals(64, in.read().length);
            sending.get();
            assertArrayEquals(new byte[] {7}, in.read());
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsWaitAsWell() throws IOException {
        for (Callable<Integer> receive : receives(reader)) {
            Task<Integer> receiving = Task.waitingVirtually(true, receive);
            writer.write(new byte[] {7});
            assertEquals(7, receiving.get());
        }
        for (Callable<Void> send : sends(newWriter())) {
            fill();
            Task<Void> sending = Task.waitingVirtually(true, send);
            assertEquals(64, reader.read().length);
            sending.get();
            assertArrayEquals(new byte[] {7}, reader.read());
        }
    }

    @Test
    void writersThatSleepAreServedFirstComeFirstServed() throws IOException {
        MessageRing one = MessageRing.ofCapacity(8); // there is room for one message at a time
        BlockingMessageReader in = BlockingMessageReader.of(one.reader());
        BlockingMessageWriter.of(one.newWriter()).write(new byte[8]);
        List<Task<Void>> senders = new ArrayList<>();
        for (byte i = 0; i < 5; i++) {
            BlockingMessageWriter own = BlockingMessageWriter.of(one.newWriter(), WaitStrategy.parking());
            byte[] message = {i};
            senders.add(Task.waiting(true, () -> {
                own.write(message);
                return null;
            }));
        }
        assertEquals(8, requireNonNull(in.read()).length);
        for (byte i = 0; i < 5; i++) {
            assertArrayEquals(new byte[] {i}, in.read());
        }
        senders.forEach(Task::get);
    }

    // ------------------------------------------------------------------ time

    @Test
    void aWriterThatTimesOutHasSentNothingAndHoldsUpNobody() throws IOException {
        fill();
        BlockingMessageWriter other = newWriter();
        for (Callable<Void> send : sends(writer.timeout(Duration.ofMillis(2)))) {
            long start = System.nanoTime();
            RingTimeoutException e = assertThrowsExactly(RingTimeoutException.class, send::call);
            assertTrue(System.nanoTime() - start >= 2_000_000, "too soon");
            assertEquals("waited 2.0 ms for room for a message: at least 1", e.getMessage());
        }
        assertEquals(64, reader.read().length);
        other.timeout(0, TimeUnit.SECONDS).write(new byte[] {1});
        writer.write(new byte[] {2});
        assertArrayEquals(new byte[] {1}, reader.read());
        assertArrayEquals(new byte[] {2}, reader.read());
    }

    @Test
    void aReaderThatTimesOutMayTryAgain() throws IOException {
        for (Callable<Integer> receive : receives(reader.timeout(1500, TimeUnit.MICROSECONDS))) {
            RingTimeoutException e = assertThrowsExactly(RingTimeoutException.class, receive::call);
            assertEquals("waited 1.5 ms for messages to read: at least 1", e.getMessage());
        }
        assertThrowsExactly(RingTimeoutException.class, () -> reader.awaitMessage(Duration.ZERO));
        assertThrowsExactly(RingTimeoutException.class, () -> reader.awaitMessage(1, TimeUnit.MICROSECONDS));
        assertThrowsExactly(IllegalArgumentException.class, () -> reader.awaitMessage(-1, TimeUnit.DAYS));
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.timeout(Duration.ofNanos(-1)));
        writer.write(new byte[] {7});
        assertTrue(reader.awaitMessage(0, TimeUnit.SECONDS));
        assertArrayEquals(new byte[] {7}, reader.read());
    }

    // ------------------------------------------------------------------ interrupts

    @Test
    void anInterruptedWriterHasSentNothingAndTheNextIsServed() throws IOException {
        for (int i = 0; i < 4; i++) {
            fill();
            Task<Void> sending = Task.waiting(true, sends(newWriter()).get(i));
            BlockingMessageWriter other = newWriter();
            Task<Void> next = Task.waiting(true, () -> {
                other.write(new byte[] {1});
                return null;
            });
            sending.interrupt();
            sending.failure(InterruptedIOException.class);
            assertTrue(sending.interruptedAtEnd());
            assertEquals(64, reader.read().length);
            assertArrayEquals(new byte[] {1}, reader.read());
            next.get();
            assertNull(ring.reader().tryRead());
        }
    }

    @Test
    void anInterruptedReaderHasTakenNothing() throws IOException {
        for (Callable<Integer> receive : receives(reader)) {
            Task<Integer> receiving = Task.waiting(true, receive);
            receiving.interrupt();
            receiving.failure(InterruptedIOException.class);
            assertTrue(receiving.interruptedAtEnd());
            writer.write(new byte[] {7});
            assertArrayEquals(new byte[] {7}, reader.read());
        }
    }

    @Test
    void anInterruptIsNoticedOnlyByAWait() throws IOException {
        Thread.currentThread().interrupt();
        writer.write(new byte[] {7});
        assertArrayEquals(new byte[] {7}, reader.read());
        assertThrowsExactly(InterruptedIOException.class, reader::read);
        fill();
        assertThrowsExactly(InterruptedIOException.class, () -> writer.write(new byte[1]));
        assertTrue(Thread.interrupted());
        assertEquals(64, reader.read().length);
        writer.write(new byte[] {8});
        assertArrayEquals(new byte[] {8}, reader.read());
    }

    @Test
    void stopWaitingEndsEachWait() throws IOException {
        Task<byte[]> receiving = Task.waiting(true, reader::read);
        reader.stopWaiting();
        receiving.failure(InterruptedIOException.class);
        fill();
        Task<Void> sending = Task.waiting(true, sends(writer).get(0));
        writer.stopWaiting();
        sending.failure(InterruptedIOException.class);
        assertEquals(64, reader.read().length, "there is nothing to wait for");
        writer.write(new byte[1]);
    }

    // ------------------------------------------------------------------ ends

    @Test
    void theEndComesAfterTheLastMessage() throws IOException {
        writer.write(new byte[] {7});
        ring.close();
        assertArrayEquals(new byte[] {7}, reader.read());
        for (Callable<Integer> receive : receives(reader)) {
            assertEquals(-1, call(receive));
        }
        for (Callable<Void> send : sends(writer)) {
            assertNull(assertThrowsExactly(ClosedChannelException.class, send::call)
                    .getCause());
        }
    }

    @Test
    void theCauseOfTheCloseComesInPlaceOfTheEnd() throws IOException {
        Exception cause = new Exception("why");
        writer.write(new byte[] {7});
        Task<Void> sending;
        BlockingMessageWriter other = newWriter();
        sending = Task.waiting(true, () -> {
            other.write(new byte[64]);
            return null;
        });
        ring.close(cause);
        assertSame(cause, sending.failure(ClosedChannelException.class).getCause());
        assertArrayEquals(new byte[] {7}, reader.read());
        for (Callable<Integer> receive : receives(reader)) {
            IOException e = assertThrowsExactly(IOException.class, receive::call);
            assertSame(cause, e.getCause());
        }
        for (Callable<Void> send : sends(writer)) {
            assertSame(
                    cause,
                    assertThrowsExactly(ClosedChannelException.class, send::call)
                            .getCause());
        }
    }

    @Test
    void aCloseOfTheRingWakesAllWhoWait() throws IOException {
        Task<byte[]> receiving = Task.waiting(true, reader::read);
        ring.close();
        assertNull(receiving.get());

        MessageRing full = MessageRing.ofCapacity(8);
        BlockingMessageWriter.of(full.newWriter()).write(new byte[8]);
        List<Task<Void>> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            senders.add(Task.waiting(
                    true,
                    sends(BlockingMessageWriter.of(full.newWriter(), WaitStrategy.parking()))
                            .get(i)));
        }
        full.close();
        senders.forEach(sending -> sending.failure(ClosedChannelException.class));
    }

    @Test
    void aReaderThatClosesTellsTheWriters() throws IOException {
        Exception cause = new Exception("why");
        fill();
        Task<Void> sending = Task.waiting(true, sends(newWriter()).get(0));
        reader.close(cause);
        assertSame(cause, sending.failure(RingAbandonedException.class).getCause());
        for (Callable<Void> send : sends(writer)) {
            assertSame(
                    cause,
                    assertThrowsExactly(RingAbandonedException.class, send::call)
                            .getCause());
        }
        for (Callable<Integer> receive : receives(reader)) {
            assertSame(
                    cause,
                    assertThrowsExactly(ClosedChannelException.class, receive::call)
                            .getCause());
        }
        assertThrowsExactly(ClosedChannelException.class, reader::consume);
    }

    @Test
    void aCloseFromElsewhereEndsTheWaitOfThatOneAlone() throws IOException {
        fill();
        BlockingMessageWriter other = newWriter();
        Task<Void> sending = Task.waiting(true, sends(writer).get(3));
        Task<Void> next = Task.waiting(true, sends(other).get(0));
        writer.close();
        sending.failure(AsynchronousCloseException.class);
        assertThrowsExactly(ClosedChannelException.class, () -> writer.write(new byte[1]));
        assertThrowsExactly(ClosedChannelException.class, () -> writer.claim(1));
        assertFalse(next.endsWithin(10));
        assertEquals(64, reader.read().length);
        next.get();
        assertArrayEquals(new byte[] {7}, reader.read());

        Task<byte[]> receiving = Task.waiting(true, reader::read);
        reader.close();
        receiving.failure(AsynchronousCloseException.class);
    }

    // ------------------------------------------------------------------ claims and arguments

    @Test
    void aWriterKilledInItsClaimIsAbortedByItsCloseAndTheReaderGoesOn() throws Exception {
        BlockingMessageWriter killed = newWriter();
        Thread thread = new Thread(() -> {
            try {
                killed.claim(8).putLong(-1);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        thread.join();
        writer.write(new byte[] {7});
        Task<byte[]> receiving = Task.waiting(true, reader::read);
        killed.close();
        assertArrayEquals(new byte[] {7}, receiving.get());
    }

    @Test
    void aReaderWaitsOnWhereAClaimWasAborted() throws IOException {
        writer.claim(8);
        BlockingMessageWriter other = newWriter();
        other.claim(8);
        Task<byte[]> receiving = Task.waiting(true, reader::read);
        writer.abort();
        assertFalse(receiving.endsWithin(10));
        other.commit(0);
        assertEquals(0, receiving.get().length);
    }

    @Test
    void badArgumentsAreRefusedAndNothingIsKept() throws IOException {
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.write(new byte[65]));
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.claim(-1));
        assertThrowsExactly(IndexOutOfBoundsException.class, () -> writer.write(new byte[2], 1, 2));
        assertThrowsExactly(IllegalStateException.class, () -> writer.commit(1));
        assertThrowsExactly(IllegalStateException.class, reader::consume);
        writer.claim(4);
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.commit(5));
        writer.commit(4);
        assertThrowsExactly(IllegalArgumentException.class, () -> reader.read(ByteBuffer.allocate(3)));
        assertEquals(4, reader.read().length);
        assertThrowsExactly(IllegalArgumentException.class, () -> reader.drain(message -> {}, 0));
    }

    @Test
    void whatAHandlerThrowsPasses() throws IOException {
        MessageRing other = MessageRing.ofCapacity(8);
        other.reader().close();
        writer.write(new byte[] {7});
        assertThrowsExactly(
                io.bytering.RingClosedException.class,
                () -> reader.drain(message -> other.reader().peek(), 1));
        assertArrayEquals(new byte[] {7}, reader.read());
    }

    private static int call(Callable<Integer> call) throws IOException {
        try {
            return call.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
