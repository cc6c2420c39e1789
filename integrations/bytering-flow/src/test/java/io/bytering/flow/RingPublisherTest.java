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
import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Mostly on the test's own thread, so that each signal has come when the call that causes it returns. */
class RingPublisherTest {
    private final ByteRing ring = ByteRing.ofCapacity(64);
    private final RingWriter writer = ring.writer();
    private final RingReader reader = ring.reader();

    private RingPublisher publisher() {
        return RingPublisher.of(reader, Runnable::run);
    }

    @Test
    void nothingIsReadWithoutDemand() throws IOException {
        Collecting to = new Collecting(0);
        publisher().subscribe(to);
        writer.write(new byte[64]);
        assertEquals(64, reader.readableBytes());

        to.subscription.request(1);
        assertEquals(List.of(64), to.sizes());
        writer.write(new byte[10]);
        assertEquals(10, reader.readableBytes());
    }

    @Test
    void whatIsWrittenLaterComesByTheDemandOfBefore() throws IOException {
        Collecting to = new Collecting(2);
        publisher().subscribe(to);
        writer.write(new byte[3]);
        writer.write(new byte[4]);
        writer.write(new byte[5]);
        assertEquals(List.of(3, 4), to.sizes());
    }

    @Test
    void buffersAreReadOnlyAndStayAsTheyAre() throws IOException {
        Collecting to = new Collecting();
        publisher().subscribe(to);
        writer.write(new byte[] {1, 2, 3});
        for (int i = 0; i < 10; i++) {
            writer.write(new byte[50]);
        }
        ByteBuffer first = to.chunks.get(0);
        assertTrue(first.isReadOnly());
        assertEquals(0, first.position());
        assertEquals(3, first.capacity());
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), first);
    }

    @Test
    void chunksHaveTheSizesAskedFor() throws IOException {
        Collecting to = new Collecting();
        publisher().maxChunkSize(8).minChunkSize(5).subscribe(to);
        writer.write(new byte[4]);
        assertEquals(List.of(), to.sizes());
        writer.write(new byte[1]);
        assertEquals(List.of(5), to.sizes());
        writer.write(new byte[22]);
        assertEquals(List.of(5, 8, 8, 6), to.sizes());
        writer.write(new byte[2]);
        writer.close();
        to.awaitEnd();
        assertEquals(List.of(5, 8, 8, 6, 2), to.sizes());
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        RingPublisher publisher = publisher();
        assertThrows(IllegalArgumentException.class, () -> publisher.maxChunkSize(0));
        assertThrows(IllegalArgumentException.class, () -> publisher.maxChunkSize(65));
        assertThrows(IllegalArgumentException.class, () -> publisher.minChunkSize(0));
        publisher.maxChunkSize(10).minChunkSize(10);
        assertThrows(IllegalArgumentException.class, () -> publisher.minChunkSize(11));
        assertThrows(IllegalArgumentException.class, () -> publisher.maxChunkSize(9));
    }

    @Test
    void theEndNeedsNoDemandAndComesAfterTheLastByte() throws IOException {
        Collecting to = new Collecting(0);
        publisher().subscribe(to);
        writer.write(new byte[3]);
        writer.close();
        assertFalse(to.isEnded());
        to.subscription.request(1);
        to.awaitEnd();
        assertEquals(List.of(3), to.sizes());
        assertTrue(reader.isClosed());

        ByteRing empty = ByteRing.ofCapacity(64);
        Collecting asksForNothing = new Collecting(0);
        RingPublisher.of(empty.reader(), Runnable::run).subscribe(asksForNothing);
        empty.writer().close();
        asksForNothing.awaitEnd();
    }

    @Test
    void aFailureComesAfterTheLastByteAsItIs() throws IOException {
        Collecting to = new Collecting(0);
        publisher().subscribe(to);
        writer.write(new byte[3]);
        Exception cause = new Exception("half of it");
        writer.close(cause);
        to.subscription.request(9);
        assertSame(cause, to.awaitFailure());
        assertEquals(List.of(3), to.sizes());
        assertTrue(reader.isClosed());
    }

    @Test
    void cancelAbandonsTheRing() throws IOException {
        List<String> told = new ArrayList<>();
        writer.onAbandoned(() -> told.add("abandoned"));
        Collecting to = new Collecting();
        publisher().subscribe(to);
        writer.write(new byte[3]);
        to.subscription.cancel();
        to.subscription.cancel();
        to.subscription.request(5);
        assertEquals(List.of("abandoned"), told);
        assertNull(assertThrows(RingAbandonedException.class, () -> writer.write(new byte[1]))
                .getCause());
        assertFalse(to.isEnded());
    }

    @Test
    void cancelReachesAWriterThatWaitsEvenIfTheExecutorNeverRuns() throws Exception {
        RingPublisher publisher = RingPublisher.of(reader, task -> {});
        Collecting to = new Collecting(0);
        publisher.subscribe(to);
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                BlockingWriter.of(writer).write(new byte[100]);
                seen.complete(null);
            } catch (Throwable e) {
                seen.complete(e);
            }
        });
        waiting.start();
        to.subscription.cancel();
        assertInstanceOf(RingAbandonedException.class, seen.get());
        waiting.join();
    }

    @Test
    void aSecondSubscriberIsRefused() throws IOException {
        RingPublisher publisher = publisher();
        Collecting first = new Collecting();
        Collecting second = new Collecting();
        publisher.subscribe(first);
        publisher.subscribe(second);
        assertInstanceOf(IllegalStateException.class, second.awaitFailure());
        second.subscription.request(1);
        second.subscription.cancel();
        writer.write(new byte[3]);
        assertEquals(List.of(3), first.sizes());
        assertEquals(List.of(), second.sizes());
    }

    @Test
    void aRequestForNothingIsAnError() {
        Collecting to = new Collecting();
        publisher().subscribe(to);
        to.subscription.request(0);
        Throwable failure = assertInstanceOf(IllegalArgumentException.class, to.awaitFailure());
        assertSame(failure, writer.failure());
    }

    @Test
    void demandAddsUpToNoEndAndNoFurther() throws IOException {
        Collecting to = new Collecting(Long.MAX_VALUE - 1);
        publisher().subscribe(to);
        to.subscription.request(Long.MAX_VALUE);
        for (int i = 1; i <= 5; i++) {
            writer.write(new byte[i]);
        }
        assertEquals(List.of(1, 2, 3, 4, 5), to.sizes());
    }

    @Test
    void whatTheSubscriberThrowsReachesTheWriterAndTheThreadsHandler() throws Exception {
        RuntimeException thrown = new RuntimeException("no more, please");
        Collecting to = new Collecting() {
            @Override
            public void onNext(ByteBuffer chunk) {
                throw thrown;
            }
        };
        List<Throwable> reported = new ArrayList<>();
        Thread thread = new Thread(() -> {
            publisher().subscribe(to);
            try {
                writer.write(new byte[3]);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.setUncaughtExceptionHandler((where, e) -> reported.add(e));
        thread.start();
        thread.join();
        assertEquals(List.of(thrown), reported);
        assertSame(
                thrown,
                assertThrows(RingAbandonedException.class, () -> writer.write(new byte[1]))
                        .getCause());
        assertFalse(to.isEnded());
    }

    @Test
    void aReaderClosedElsewhereIsAnError() {
        Collecting to = new Collecting();
        publisher().subscribe(to);
        Exception cause = new Exception("shutting down");
        reader.close(cause);
        assertSame(
                cause,
                assertInstanceOf(RingClosedException.class, to.awaitFailure()).getCause());
    }

    @Test
    void anExecutorThatRefusesIsAnError() throws IOException {
        ForkJoinPool pool = new ForkJoinPool(1);
        Collecting to = new Collecting();
        RingPublisher.of(reader, pool).subscribe(to);
        pool.shutdown();
        while (!pool.isTerminated()) {
            Thread.onSpinWait();
        }
        writer.write(new byte[1]);
        assertInstanceOf(RejectedExecutionException.class, to.awaitFailure());
        assertInstanceOf(RejectedExecutionException.class, writer.failure());
    }

    @Test
    void ringsWithoutSignalsAreRefused() {
        RingReader silent =
                ByteRing.builder().capacity(8).signals(false).build().reader();
        assertThrows(IllegalStateException.class, () -> RingPublisher.of(silent));
    }

    @Test
    void aReaderOfManyMissesNothing() throws IOException {
        BroadcastRing broadcast = BroadcastRing.ofCapacity(64);
        Collecting one = new Collecting();
        Collecting other = new Collecting();
        RingPublisher.of(broadcast.subscribe(), Runnable::run).subscribe(one);
        RingPublisher.of(broadcast.subscribe(), Runnable::run).subscribe(other);
        for (int i = 1; i <= 20; i++) {
            broadcast.writer().write(new byte[i]);
        }
        broadcast.writer().close();
        one.awaitEnd();
        other.awaitEnd();
        assertEquals(210, one.bytes().length);
        assertEquals(210, other.bytes().length);
    }

    @Test
    void aLossyReaderMissesBytesBetweenBuffersOnly() throws IOException {
        BroadcastRing broadcast =
                BroadcastRing.builder().capacity(64).history(32).build();
        RingReader lossy = broadcast.subscribeLossy();
        Collecting to = new Collecting(0);
        RingPublisher.of(lossy, Runnable::run).subscribe(to);
        for (int i = 0; i < 50; i++) {
            broadcast.writer().write(new byte[] {(byte) i, (byte) i, (byte) i, (byte) i});
        }
        broadcast.writer().close();
        to.subscription.request(Long.MAX_VALUE);
        to.awaitEnd();
        byte[] seen = to.bytes();
        assertTrue(seen.length > 0);
        assertEquals(200, seen.length + lossy.missedBytes());
        byte[] expected = new byte[seen.length];
        for (int i = 0; i < expected.length; i++) {
            expected[expected.length - 1 - i] = (byte) (49 - i / 4);
        }
        assertArrayEquals(expected, seen);
    }

    @Test
    void everyByteComesInOrderHoweverSlowlyItIsAskedFor() throws IOException {
        byte[] all = new byte[200_000];
        new Random(1).nextBytes(all);
        Collecting to = new Collecting(1) {
            @Override
            public void onNext(ByteBuffer chunk) {
                super.onNext(chunk);
                // from another thread, as often as not before this one has returned
                Flow.Subscription from = subscription;
                ForkJoinPool.commonPool().execute(() -> from.request(1));
            }
        };
        RingPublisher.of(reader).subscribe(to);
        BlockingWriter blocking = BlockingWriter.of(writer);
        Random sizes = new Random(2);
        for (int done = 0; done < all.length; ) {
            int count = Math.min(all.length - done, 1 + sizes.nextInt(100));
            blocking.write(all, done, count);
            done += count;
        }
        blocking.close();
        to.awaitEnd();
        assertArrayEquals(all, to.bytes());
    }
}
