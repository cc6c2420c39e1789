package io.bytering.samples.hello;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.Waiter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.WaitStrategy;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Ways to wait for a ring, which itself never waits. */
public final class HelloWaiting {
    private HelloWaiting() {}

    /** Either side waits in its own way. */
    public static long sum(byte[] bytes) throws IOException, InterruptedException {
        ByteRing ring = ByteRing.ofCapacity(1024);
        Thread writing = new Thread(() -> {
            BlockingWriter writer = BlockingWriter.of(ring.writer(), WaitStrategy.parking());
            try {
                writer.write(bytes); // returns when all of them are in the ring
                writer.close();
            } catch (IOException e) {
                writer.close(e); // so that the reader does not take a part for the whole
            }
        });
        writing.start();

        long sum = 0;
        byte[] some = new byte[100];
        try (BlockingReader reader = BlockingReader.of(ring.reader(), WaitStrategy.yielding())) {
            for (int count; (count = reader.read(some)) >= 0; ) {
                for (int i = 0; i < count; i++) {
                    sum += some[i];
                }
            }
        }
        writing.join();
        return sum;
    }

    /** A record of 12 bytes, unless it takes too long. Then what has come of it is still in the ring. */
    public static boolean recordWithin(RingReader ring, long millis, byte[] record) throws IOException {
        BlockingReader reader = BlockingReader.of(ring);
        try {
            if (!reader.awaitReadable(12, millis, MILLISECONDS)) {
                return false; // the stream has ended
            }
        } catch (RingTimeoutException e) {
            return false; // nothing was taken: ask again later
        }
        return ring.tryReadAll(record, 0, 12);
    }

    /** A whole body of a request, however long it is, unless all of it together takes too long. */
    public static byte[] bodyWithin(RingReader ring, int length, long seconds) throws IOException {
        BlockingReader reader = BlockingReader.of(ring)
                .timeout(1, SECONDS) // each wait
                .deadline(seconds, SECONDS); // the call, with all its waits
        return reader.inputStream().readNBytes(length);
    }

    /** An event loop's wait: for its channels, and for bytes in a ring. */
    public static void select(Selector selector, RingReader reader) throws IOException {
        Waiter waiter = selector::wakeup;
        if (reader.arm(waiter, 1)) {
            selector.select(); // until a channel is ready, or the waiter is woken
            reader.disarm(waiter);
        } else {
            selector.selectNow(); // bytes are there already, or the stream has ended
        }
    }

    /** For code with futures: done when so many bytes are readable, or never will be. */
    public static CompletableFuture<Void> readable(RingReader reader, int atLeast, Executor executor) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        // The writer's thread wakes, and has better things to do than what hangs on the future.
        Waiter waiter = () -> executor.execute(() -> ready.complete(null));
        if (!reader.arm(waiter, atLeast)) {
            ready.complete(null);
        }
        return ready;
    }
}
