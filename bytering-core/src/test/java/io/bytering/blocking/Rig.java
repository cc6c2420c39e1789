package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.ByteRing;
import io.bytering.Overflow;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** A small ring whose halves wait, and what tests do to it without waiting. */
public final class Rig implements AutoCloseable {
    public static final int CAPACITY = 8;

    public final ByteRing ring;
    public final BlockingReader reader;
    public final BlockingWriter writer;
    private final boolean parks;
    private final Supplier<Rig> twin;

    public Rig(WaitStrategy strategy) {
        this(CAPACITY, strategy, Storage.heap(), true);
    }

    public Rig(int capacity, WaitStrategy strategy, Storage storage, boolean signals) {
        this(capacity, strategy, storage, signals, Overflow.REFUSE);
    }

    public Rig(int capacity, WaitStrategy strategy, Storage storage, boolean signals, Overflow overflow) {
        ring = ByteRing.builder()
                .capacity(capacity)
                .storage(storage)
                .signals(signals)
                .overflow(overflow)
                .build();
        reader = BlockingReader.of(ring.reader(), strategy);
        writer = BlockingWriter.of(ring.writer(), strategy);
        parks = strategy.parks();
        twin = () -> new Rig(capacity, strategy, storage, signals, overflow);
    }

    /** Another of the kind. */
    public Rig again() {
        return twin.get();
    }

    /** Starts a call that has to wait, and returns when it does. */
    public <T> Task<T> waiting(Callable<T> call) {
        return Task.waiting(parks, call);
    }

    /** As {@link #waiting}, on a virtual thread. */
    public <T> Task<T> waitingVirtually(Callable<T> call) {
        return Task.waitingVirtually(parks, call);
    }

    /** The next bytes of the sequence, which must fit. */
    public void put(int count) throws IOException {
        byte[] bytes = TestBytes.of(ring.writer().position(), count);
        assertEquals(count, ring.writer().write(bytes, 0, count), "bytes that fit");
    }

    public void fillUp() throws IOException {
        put(ring.writer().writableBytes());
    }

    /** Takes bytes that must be there, and must be the next of the sequence. */
    public void take(int count) {
        byte[] bytes = new byte[count];
        long position = ring.reader().position();
        assertEquals(count, count == 0 ? 0 : ring.reader().read(bytes, 0, count), "bytes that are there");
        TestBytes.check(position, bytes, 0, count);
    }

    /** Everything that was ever written and not read is still there. */
    public void takeAll() {
        take((int) (ring.writer().position() - ring.reader().position()));
    }

    @Override
    public void close() {
        ring.close();
    }
}
