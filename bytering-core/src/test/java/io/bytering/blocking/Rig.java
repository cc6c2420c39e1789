package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.ByteRing;
import io.bytering.Overflow;
import io.bytering.storage.Storage;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** A small ring whose halves wait, and what tests do to it without waiting. */
public final class Rig implements AutoCloseable {
    public static final int CAPACITY = 8;

    public final ByteRing ring;
    public final BlockingReader reader;
    public final BlockingWriter writer;

    /** The streams, for one thread at a time, or of a pipe over the same halves. */
    public final InputStream in;

    public final OutputStream out;
    private final Supplier<ScatteringByteChannel> readable;
    private final Supplier<GatheringByteChannel> writable;
    private final boolean parks;
    private final Supplier<Rig> twin;

    public Rig(WaitStrategy strategy) {
        this(CAPACITY, strategy, Storage.heap(), true);
    }

    public Rig(int capacity, WaitStrategy strategy, Storage storage, boolean signals) {
        this(capacity, strategy, storage, signals, Overflow.REFUSE);
    }

    public Rig(int capacity, WaitStrategy strategy, Storage storage, boolean signals, Overflow overflow) {
        this(capacity, strategy, storage, signals, overflow, false);
    }

    /** One whose streams and channels any threads may share. */
    public static Rig ofPipe(WaitStrategy strategy) {
        return new Rig(CAPACITY, strategy, Storage.heap(), true, Overflow.REFUSE, true);
    }

    private Rig(
            int capacity, WaitStrategy strategy, Storage storage, boolean signals, Overflow overflow, boolean shared) {
        ring = ByteRing.builder()
                .capacity(capacity)
                .storage(storage)
                .signals(signals)
                .overflow(overflow)
                .build();
        BytePipe pipe = BytePipe.of(ring, strategy);
        reader = pipe.reader();
        writer = pipe.writer();
        in = shared ? pipe.inputStream() : reader.inputStream();
        out = shared ? pipe.outputStream() : writer.outputStream();
        readable = shared ? pipe::readableChannel : reader::channel;
        writable = shared ? pipe::writableChannel : writer::channel;
        parks = strategy.parks();
        twin = () -> new Rig(capacity, strategy, storage, signals, overflow, shared);
    }

    public ScatteringByteChannel readable() {
        return readable.get();
    }

    public GatheringByteChannel writable() {
        return writable.get();
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
