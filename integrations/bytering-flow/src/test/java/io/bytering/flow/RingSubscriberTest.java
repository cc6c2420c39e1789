package io.bytering.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

/** Mostly on the test's own thread, so that each signal has come when the call that causes it returns. */
class RingSubscriberTest {
    private final ByteRing ring = ByteRing.ofCapacity(64);
    private final RingWriter writer = ring.writer();
    private final RingReader reader = ring.reader();
    private final Asked asked = new Asked();

    /** A publisher's side of a subscription. */
    private static final class Asked implements Flow.Subscription {
        volatile long requested;
        volatile boolean cancelled;

        @Override
        public void request(long n) {
            requested += n;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private RingSubscriber<ByteBuffer> subscribed() {
        RingSubscriber<ByteBuffer> subscriber = RingSubscriber.of(writer, Runnable::run);
        subscriber.onSubscribe(asked);
        return subscriber;
    }

    private static ByteBuffer bytes(int count) {
        byte[] array = new byte[count];
        for (int i = 0; i < count; i++) {
            array[i] = (byte) i;
        }
        return ByteBuffer.wrap(array);
    }

    @Test
    void oneElementIsAskedForAndThenTheNext() {
        RingSubscriber<ByteBuffer> subscriber = subscribed();
        assertEquals(1, asked.requested);
        subscriber.onNext(bytes(10));
        assertEquals(2, asked.requested);
        assertEquals(10, reader.readableBytes());
    }

    @Test
    void nothingIsAskedForWhileTheRingIsFull() {
        RingSubscriber<ByteBuffer> subscriber = subscribed();
        subscriber.onNext(bytes(100));
        assertEquals(1, asked.requested);
        assertEquals(64, reader.readableBytes());

        byte[] seen = new byte[100];
        assertEquals(36, reader.read(seen, 0, 36));
        assertEquals(64, reader.read(seen, 36, 64));
        assertArrayEquals(bytes(100).array(), seen);
        assertEquals(2, asked.requested);
    }

    @Test
    void theBuffersStayAsTheyAre() {
        ByteBuffer buffer = bytes(20).position(5).limit(15);
        subscribed().onNext(buffer.asReadOnlyBuffer());
        assertEquals(10, reader.readableBytes());
        subscribed2(buffer);
        assertEquals(5, buffer.position());
        assertEquals(15, buffer.limit());
    }

    private static void subscribed2(ByteBuffer buffer) {
        RingSubscriber<ByteBuffer> other =
                RingSubscriber.of(ByteRing.ofCapacity(64).writer(), Runnable::run);
        other.onSubscribe(new Asked());
        other.onNext(buffer);
    }

    @Test
    void listsAreWrittenBufferByBuffer() {
        RingSubscriber<List<ByteBuffer>> subscriber = RingSubscriber.ofLists(writer, Runnable::run);
        subscriber.onSubscribe(asked);
        subscriber.onNext(List.of(bytes(3), bytes(0), bytes(70)));
        byte[] seen = new byte[73];
        assertEquals(64, reader.read(seen));
        assertEquals(9, reader.read(seen, 64, 9));
        subscriber.onNext(List.of());
        assertEquals(3, asked.requested);
        subscriber.onComplete();
        assertTrue(reader.isExhausted());
        assertArrayEquals(bytes(70).array(), java.util.Arrays.copyOfRange(seen, 3, 73));
    }

    @Test
    void theEndComesBehindTheLastByte() {
        RingSubscriber<ByteBuffer> subscriber = subscribed();
        subscriber.onNext(bytes(100));
        subscriber.onComplete();
        assertFalse(reader.isEnded());
        assertEquals(64, reader.skip(64));
        assertEquals(36, reader.skip(64));
        assertEquals(-1, reader.skip(64));
        assertNull(reader.failure());
        assertEquals(1, asked.requested);
        assertFalse(asked.cancelled);
    }

    @Test
    void aFailureComesBehindTheLastByte() {
        RingSubscriber<ByteBuffer> subscriber = subscribed();
        subscriber.onNext(bytes(100));
        Exception cause = new Exception("half of it");
        subscriber.onError(cause);
        assertEquals(64, reader.skip(64));
        assertEquals(36, reader.skip(64));
        assertTrue(reader.isExhausted());
        assertSame(cause, reader.failure());
    }

    @Test
    void theReadersCloseCancelsAtOnce() {
        subscribed();
        assertFalse(asked.cancelled);
        reader.close();
        assertTrue(asked.cancelled);
        assertTrue(writer.isClosed());
    }

    @Test
    void theReadersCloseCancelsWhileAnElementWaits() {
        subscribed().onNext(bytes(100));
        reader.close();
        assertTrue(asked.cancelled);
    }

    @Test
    void aWriterWithAnActionOfItsOwnKeepsItAndCancelsWithTheNextElement() {
        boolean[] ran = new boolean[1];
        writer.onAbandoned(() -> ran[0] = true);
        RingSubscriber<ByteBuffer> subscriber = subscribed();
        reader.close();
        assertTrue(ran[0]);
        assertFalse(asked.cancelled);
        subscriber.onNext(bytes(1));
        assertTrue(asked.cancelled);
    }

    @Test
    void aWriterClosedElsewhereCancels() {
        RingSubscriber<ByteBuffer> subscriber = subscribed();
        writer.close();
        subscriber.onNext(bytes(1));
        assertTrue(asked.cancelled);
        subscriber.onNext(bytes(1));
        subscriber.onComplete();
    }

    @Test
    void aPublisherThatSendsWhatWasNotAskedForIsCancelledWhenThereIsNoRoom() {
        RingSubscriber<ByteBuffer> subscriber = subscribed();
        subscriber.onNext(bytes(100));
        subscriber.onNext(bytes(100));
        assertTrue(asked.cancelled);
        assertInstanceOf(IllegalStateException.class, reader.failure());
    }

    @Test
    void aSecondSubscriptionIsCancelledAndTheFirstGoesOn() {
        RingSubscriber<ByteBuffer> subscriber = subscribed();
        Asked second = new Asked();
        subscriber.onSubscribe(second);
        assertTrue(second.cancelled);
        subscriber.onNext(bytes(1));
        assertEquals(2, asked.requested);
    }

    @Test
    void anExecutorThatRefusesCancels() {
        ForkJoinPool pool = new ForkJoinPool(1);
        pool.shutdown();
        RingSubscriber<ByteBuffer> subscriber = RingSubscriber.of(writer, pool);
        subscriber.onSubscribe(asked);
        subscriber.onNext(bytes(100));
        assertEquals(64, reader.skip(64));
        assertTrue(asked.cancelled);
        assertInstanceOf(RejectedExecutionException.class, reader.failure());
    }

    @Test
    void ringsWithoutSignalsAreRefused() {
        RingWriter silent =
                ByteRing.builder().capacity(8).signals(false).build().writer();
        assertThrows(IllegalStateException.class, () -> RingSubscriber.of(silent));
    }

    @Test
    void aBroadcastIsFed() throws IOException {
        BroadcastRing broadcast = BroadcastRing.ofCapacity(64);
        RingReader one = broadcast.subscribe();
        RingReader other = broadcast.subscribe();
        RingSubscriber<ByteBuffer> subscriber = RingSubscriber.of(broadcast.writer(), Runnable::run);
        subscriber.onSubscribe(asked);
        subscriber.onNext(bytes(10));
        subscriber.onComplete();
        for (RingReader each : List.of(one, other)) {
            assertArrayEquals(
                    bytes(10).array(), BlockingReader.of(each).inputStream().readAllBytes());
        }
    }

    @Test
    void subscribersOfOnePublisherEachGetAll() throws Exception {
        ByteRing second = ByteRing.ofCapacity(16);
        byte[] all = new byte[100_000];
        new Random(1).nextBytes(all);
        List<CompletableFuture<byte[]>> copies = List.of(readAll(reader), readAll(second.reader()));
        try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
            publisher.subscribe(RingSubscriber.of(writer));
            publisher.subscribe(RingSubscriber.of(second.writer()));
            for (int i = 0; i < all.length; i += 100) {
                publisher.submit(ByteBuffer.wrap(all, i, 100));
            }
        }
        for (CompletableFuture<byte[]> copy : copies) {
            assertArrayEquals(all, copy.get());
        }
    }

    @Test
    void throughAChainOfRingsComesEveryByteAndThenTheFailure() throws Exception {
        byte[] all = new byte[300_000];
        new Random(1).nextBytes(all);
        RingReader last = reader;
        for (int capacity : new int[] {1, 7, 64, 1000}) {
            ByteRing next = ByteRing.ofCapacity(capacity);
            RingPublisher.of(last).subscribe(RingSubscriber.of(next.writer()));
            last = next.reader();
        }
        IOException cause = new IOException("the disk is gone");
        Thread writing = new Thread(() -> {
            try {
                BlockingWriter.of(writer).write(all);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            writer.close(cause);
        });
        writing.start();
        byte[] seen = new byte[all.length];
        BlockingReader end = BlockingReader.of(last);
        end.readFully(seen);
        assertArrayEquals(all, seen);
        assertSame(
                cause,
                assertThrows(IOException.class, () -> end.read(new byte[1])).getCause());
        writing.join();
    }

    @Test
    void aCloseAtTheEndOfAChainReachesItsBeginning() throws Exception {
        ByteRing next = ByteRing.ofCapacity(8);
        RingPublisher.of(reader).subscribe(RingSubscriber.of(next.writer()));
        CompletableFuture<Void> told = new CompletableFuture<>();
        writer.onAbandoned(() -> told.complete(null));
        next.reader().close();
        told.get();
    }

    private static CompletableFuture<byte[]> readAll(RingReader reader) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(BlockingReader.of(reader).inputStream().readAllBytes());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        return result;
    }
}
