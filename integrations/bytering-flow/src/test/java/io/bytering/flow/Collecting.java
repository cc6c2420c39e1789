package io.bytering.flow;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/** A subscriber that keeps what it is sent, and asks for what the test says. */
class Collecting implements Flow.Subscriber<ByteBuffer> {
    final List<ByteBuffer> chunks = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final long first;
    volatile Flow.Subscription subscription;

    /** Asks for all there is. */
    Collecting() {
        this(Long.MAX_VALUE);
    }

    Collecting(long first) {
        this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        if (first > 0) {
            subscription.request(first);
        }
    }

    @Override
    public void onNext(ByteBuffer chunk) {
        chunks.add(chunk);
    }

    @Override
    public void onError(Throwable cause) {
        if (!end.completeExceptionally(cause)) {
            throw new AssertionError("a second end", cause);
        }
    }

    @Override
    public void onComplete() {
        if (!end.complete(null)) {
            throw new AssertionError("a second end");
        }
    }

    boolean isEnded() {
        return end.isDone();
    }

    /** Waits for it. */
    void awaitEnd() {
        end.join();
    }

    /** Waits for it. */
    Throwable awaitFailure() {
        try {
            end.join();
        } catch (CompletionException e) {
            return e.getCause();
        }
        throw new AssertionError("it has completed");
    }

    List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        for (ByteBuffer chunk : List.copyOf(chunks)) {
            sizes.add(chunk.remaining());
        }
        return sizes;
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer chunk : List.copyOf(chunks)) {
            while (chunk.hasRemaining()) {
                all.write(chunk.get());
            }
        }
        return all.toByteArray();
    }
}
