package io.bytering.resources;

import io.bytering.ByteRing;
import io.bytering.Drainer;
import io.bytering.Filler;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every call of both halves: each leaves the ring as empty as it was, and crosses its end now and then. */
final class RoundTrips {
    interface RoundTrip {
        void run() throws IOException;
    }

    private RoundTrips() {}

    static Map<String, RoundTrip> of(ByteRing ring) {
        RingWriter writer = ring.writer();
        RingReader reader = ring.reader();
        int capacity = ring.capacity();
        byte[] array = new byte[7];
        byte[] whole = new byte[capacity];
        ByteBuffer heap = ByteBuffer.allocate(7);
        ByteBuffer direct = ByteBuffer.allocateDirect(7);
        Filler filler = (slices, length) -> Math.min(7, length);
        Drainer drainer = (slices, length) -> length;
        Waiter waiter = () -> {};
        SevenBytesChannel channel = new SevenBytesChannel();
        Map<String, RoundTrip> calls = new LinkedHashMap<>();
        calls.put("write, read", () -> {
            writer.write(array, 0, 7);
            reader.read(array, 0, 7);
        });
        calls.put("write, read of heap buffers", () -> {
            writer.write(heap.rewind());
            reader.read(heap.rewind());
        });
        calls.put("write, read of direct buffers", () -> {
            writer.write(direct.rewind());
            reader.read(direct.rewind());
        });
        calls.put("tryWriteAll, tryReadAll", () -> {
            writer.tryWriteAll(array, 0, 7);
            reader.tryReadAll(array, 0, 7);
        });
        calls.put("fill, drain", () -> {
            writer.fill(filler);
            reader.drain(drainer);
        });
        calls.put("claim, commit, peek, consume", () -> {
            ByteBuffer slot = writer.claim(7);
            if (slot != null) {
                writer.commit(slot.putInt(1).position() > 0 ? 7 : 0);
            }
            reader.peek(5);
            reader.peek();
            reader.consume(7);
        });
        calls.put("claimUpTo, abort", () -> {
            writer.claimUpTo(capacity);
            writer.abort();
        });
        calls.put("slices", () -> {
            writer.slices();
            writer.commit(7);
            reader.slices();
            reader.consume(7);
        });
        calls.put("skip, indexOf, questions", () -> {
            writer.write(array, 0, writer.canClaim(3) ? 7 : writer.writableBytes());
            reader.indexOf((byte) 5);
            reader.indexOf((byte) 5, 2);
            reader.skip(reader.isExhausted() || reader.isEnded() || reader.isClosed() ? 0 : reader.readableBytes());
        });
        calls.put("other questions", () -> {
            long sum =
                    writer.position() + reader.position() + writer.capacity() + reader.capacity() + writer.maxClaim();
            if (sum < 0 || writer.isAbandoned() || writer.isClosed() || writer.signals() != reader.signals()) {
                throw new AssertionError(sum);
            }
        });
        calls.put("transferFrom, transferTo", () -> {
            writer.transferFrom(channel);
            reader.transferTo(channel);
        });
        calls.put("calls that find nothing", () -> {
            reader.read(array, 0, 7);
            reader.drain(drainer);
            reader.tryReadAll(array, 0, 7);
            reader.read(heap.rewind());
            reader.transferTo(channel);
            reader.peek();
            reader.peek(3);
            reader.slices();
            reader.consume(0);
            reader.skip(7);
        });
        calls.put("calls that find no room", () -> {
            writer.write(whole, 0, capacity);
            writer.write(array, 0, 7);
            writer.write(heap.rewind());
            writer.tryWriteAll(array, 0, 7);
            writer.fill(filler);
            writer.transferFrom(channel);
            writer.claim(7);
            writer.claimUpTo(7);
            writer.slices();
            writer.commit(0);
            reader.skip(capacity);
        });
        if (writer.signals()) {
            calls.put("arm, disarm", () -> {
                writer.arm(waiter, 1);
                writer.armClaim(waiter, writer.maxClaim());
                reader.arm(waiter, 1);
                reader.disarm(waiter);
            });
            calls.put("arm, wake", () -> {
                reader.arm(waiter, 7);
                writer.write(array, 0, 7);
                writer.arm(waiter, writer.maxClaim());
                reader.skip(7);
            });
        }
        return calls;
    }
}
