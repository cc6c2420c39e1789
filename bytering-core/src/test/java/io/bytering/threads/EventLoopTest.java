package io.bytering.threads;

import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.testing.TestBytes;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Event loops that wait for channels and for a ring in one select, without a time limit: a lost wake-up hangs them. */
@Tag("overlays")
@Timeout(300)
class EventLoopTest {
    private static final int CAPACITY = 100;
    private static final int TOTAL = 300_000;
    private static final int LARGEST_WRITE = 3000;

    /** Ends the select of a loop. It counts, as it must be called exactly once for each arm. */
    private static final class LoopWaiter implements Waiter {
        final AtomicInteger woken = new AtomicInteger();
        int armed;
        private final Selector selector;

        LoopWaiter(Selector selector) {
            this.selector = selector;
        }

        @Override
        public void wake() {
            woken.incrementAndGet();
            selector.wakeup();
        }

        /** Armed still, or armed now; false if there is no need to wait. */
        boolean waits(BooleanSupplier arm) {
            if (armed > woken.get()) {
                return true;
            }
            boolean waits = arm.getAsBoolean();
            armed += waits ? 1 : 0;
            return waits;
        }
    }

    /** What a loop waits for, and what ends its wait. */
    private enum Event {
        BYTE(true, ring -> ring.writer().write(new byte[1], 0, 1)),
        ROOM(false, ring -> ring.reader().skip(1)),
        WRITER_CLOSED(true, ring -> ring.writer().close()),
        READER_CLOSED(false, ring -> ring.reader().close());

        private interface Action {
            void on(ByteRing ring) throws IOException;
        }

        final boolean ofReader;
        final Action action;

        Event(boolean ofReader, Action action) {
            this.ofReader = ofReader;
            this.action = action;
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsASelectThatNoChannelWouldEnd(Event event) throws Exception {
        ByteRing ring = ByteRing.ofCapacity(2);
        if (!event.ofReader) {
            ring.writer().write(new byte[2], 0, 2);
        }
        Pipe silent = Pipe.open();
        try (Pipe.SourceChannel source = silent.source();
                Pipe.SinkChannel sink = silent.sink();
                Selector selector = Selector.open()) {
            register(source, selector, SelectionKey.OP_READ);
            assertTrue(sink.isOpen());
            LoopWaiter waiter = new LoopWaiter(selector);
            assertTrue(
                    event.ofReader
                            ? ring.reader().arm(waiter, 1)
                            : ring.writer().arm(waiter, 1));
            TwoThreads.run(() -> assertEquals(0, selector.select(), "keys"), () -> event.action.on(ring));
            assertEquals(1, waiter.woken.get());
            ring.close();
            assertEquals(1, waiter.woken.get(), "not armed again, so not woken again");
        }
    }

    @Test
    void oneLoopFillsTheRingFromAPipeAndAnotherEmptiesItIntoAPipe() throws Exception {
        ByteRing ring = ByteRing.ofCapacity(CAPACITY);
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        try (Selector filling = Selector.open();
                Selector emptying = Selector.open()) {
            LoopWaiter forRoom = new LoopWaiter(filling);
            LoopWaiter forBytes = new LoopWaiter(emptying);
            TwoThreads.run(
                    () -> feed(in.sink()),
                    () -> fill(ring.writer(), in.source(), filling, forRoom),
                    () -> empty(ring.reader(), out.sink(), emptying, forBytes),
                    () -> check(out.source()));
            assertEquals(TOTAL, ring.reader().position());
            assertEquals(forRoom.armed, forRoom.woken.get());
            assertEquals(forBytes.armed, forBytes.woken.get());
            assertTrue(forRoom.armed > 0 && forBytes.armed > 0, "both loops had to wait for the ring");
        } finally {
            in.source().close();
            out.sink().close();
        }
    }

    /** The writer belongs to the loop: it waits for bytes of the pipe, or for room in the ring. */
    private static void fill(RingWriter writer, Pipe.SourceChannel source, Selector selector, LoopWaiter waiter)
            throws IOException {
        SelectionKey key = register(source, selector, SelectionKey.OP_READ);
        long count = 0;
        while (count >= 0) {
            count = writer.transferFrom(source);
            if (count == 0) {
                boolean full = writer.writableBytes() == 0;
                if (!full || waiter.waits(() -> writer.arm(waiter, 1))) {
                    select(selector, key, full ? 0 : SelectionKey.OP_READ);
                }
            }
        }
        writer.close();
    }

    /** The reader belongs to the loop: it waits for bytes in the ring, or for room in the pipe. */
    private static void empty(RingReader reader, Pipe.SinkChannel sink, Selector selector, LoopWaiter waiter)
            throws IOException {
        SelectionKey key = register(sink, selector, SelectionKey.OP_WRITE);
        long count = 0;
        while (count >= 0) {
            count = reader.transferTo(sink);
            if (count == 0) {
                boolean empty = reader.readableBytes() == 0;
                if (!empty || waiter.waits(() -> reader.arm(waiter, 1))) {
                    select(selector, key, empty ? 0 : SelectionKey.OP_WRITE);
                }
            }
        }
        sink.close();
        selector.selectNow(); // lets go of it: only now is it closed
    }

    private static SelectionKey register(SelectableChannel channel, Selector selector, int interest)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, interest);
    }

    private static void select(Selector selector, SelectionKey key, int interest) throws IOException {
        key.interestOps(interest);
        selector.select();
        selector.selectedKeys().clear();
    }

    private static void feed(Pipe.SinkChannel sink) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (sink) {
            for (int sent = 0; sent < TOTAL; ) {
                ByteBuffer bytes = ByteBuffer.wrap(of(sent, Math.min(random.nextInt(1, LARGEST_WRITE), TOTAL - sent)));
                sent += bytes.remaining();
                while (bytes.hasRemaining()) {
                    sink.write(bytes);
                }
            }
        }
    }

    private static void check(Pipe.SourceChannel source) throws IOException {
        try (source) {
            ByteBuffer bytes = ByteBuffer.allocate(LARGEST_WRITE);
            int got = 0;
            while (source.read(bytes.clear()) >= 0) {
                assertArrayEquals(of(got, bytes.position()), TestBytes.content(bytes.flip()));
                got += bytes.limit();
            }
            assertEquals(TOTAL, got);
        }
    }
}
