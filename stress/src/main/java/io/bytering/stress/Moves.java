package io.bytering.stress;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.message.MessageReader;
import io.bytering.message.MessageRing;
import io.bytering.message.MessageWriter;
import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.util.Arrays;

/** Calls and small rings for actors, which may not throw checked exceptions. */
final class Moves {
    /** Messages so long that the other half has time to come too early. */
    static final byte[] ONES = new byte[200];

    static final byte[] NINES = new byte[ONES.length];

    static {
        Arrays.fill(ONES, (byte) 1);
        Arrays.fill(NINES, (byte) 9);
    }

    private Moves() {}

    /** A ring on the heap: jcstress makes millions of them. Not over an array of the user's own, which has no fast path. */
    static ByteRing ring(int capacity) {
        return ByteRing.builder().capacity(capacity).storage(Storage.heap()).build();
    }

    /** A ring whose positions are published by a release store only. */
    static ByteRing silentRing(int capacity) {
        return ByteRing.builder()
                .capacity(capacity)
                .storage(Storage.heap())
                .signals(false)
                .build();
    }

    /** A ring with many readers, which keeps so much of what was read. */
    static BroadcastRing broadcast(int capacity, int history) {
        return BroadcastRing.builder()
                .capacity(capacity)
                .storage(Storage.heap())
                .history(history)
                .signals(false)
                .build();
    }

    static BroadcastRing signallingBroadcast(int capacity) {
        return BroadcastRing.builder()
                .capacity(capacity)
                .storage(Storage.heap())
                .history(0)
                .build();
    }

    /** A ring of messages. */
    static MessageRing messages(int capacity) {
        return MessageRing.builder()
                .capacity(capacity)
                .storage(Storage.heap())
                .messages(4)
                .build();
    }

    /** Writes a message; false without room, or after the end. */
    static boolean write(MessageWriter writer, byte[] message) {
        try {
            return writer.tryWrite(message);
        } catch (RingAbandonedException e) {
            throw new IllegalStateException(e);
        } catch (RingClosedException ended) {
            return false;
        }
    }

    /** Reads a message and adds up its bytes; −1 if there is none. */
    static int sum(MessageReader reader) {
        byte[] message = reader.tryRead();
        if (message == null) {
            return -1;
        }
        int sum = 0;
        for (byte value : message) {
            sum += value;
        }
        return sum;
    }

    /** Memory that tells when it is freed. */
    static Storage counting(Woken freed) {
        return (capacity, alignment) -> new Memory(ByteBuffer.allocate(capacity)) {
            @Override
            public void close() {
                freed.wake();
            }
        };
    }

    /** Memory that is somebody else's as soon as it is freed: full of nines then. */
    static Storage pooled(byte[] memory, Woken freed) {
        return (capacity, alignment) -> new Memory(ByteBuffer.wrap(memory)) {
            @Override
            public void close() {
                Arrays.fill(memory, (byte) 9);
                freed.wake();
            }
        };
    }

    /** Whether nobody has touched what became somebody else's. */
    static boolean isLeftAlone(byte[] memory) {
        for (byte value : memory) {
            if (value != 9) {
                return false;
            }
        }
        return true;
    }

    static int write(RingWriter writer, int... bytes) {
        byte[] src = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            src[i] = (byte) bytes[i];
        }
        return write(writer, src);
    }

    static int write(RingWriter writer, byte[] src) {
        try {
            return writer.write(src, 0, src.length);
        } catch (RingAbandonedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fills the room with nines from a channel, and says how many. */
    static int fill(RingWriter writer) {
        try {
            return (int) writer.transferFrom(new Nines());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads up to {@code max} bytes in a callback and adds them up. */
    static int drain(RingReader reader, int max) {
        int[] sum = new int[1];
        try {
            reader.drain((slices, length) -> {
                int count = 0;
                for (ByteBuffer slice : slices) {
                    while (slice.hasRemaining() && count < max) {
                        sum[0] += slice.get();
                        count++;
                    }
                }
                return count;
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return sum[0];
    }

    private static final class Nines implements ScatteringByteChannel {
        @Override
        public int read(ByteBuffer dst) {
            int count = dst.remaining();
            dst.put(NINES, 0, count);
            return count;
        }

        @Override
        public long read(ByteBuffer[] dsts, int offset, int length) {
            return read(dsts[offset]) + read(dsts[offset + 1]);
        }

        @Override
        public long read(ByteBuffer[] dsts) {
            return read(dsts, 0, 2);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Claims, fills and commits exactly these bytes; false if there is no such room just now. */
    static boolean send(RingWriter writer, int... bytes) {
        ByteBuffer slot;
        try {
            slot = writer.claim(bytes.length);
        } catch (RingAbandonedException e) {
            throw new IllegalStateException(e);
        }
        if (slot == null) {
            return false;
        }
        for (int value : bytes) {
            slot.put((byte) value);
        }
        writer.commit(bytes.length);
        return true;
    }

    /** Reads up to {@code max} bytes, each from 0 to 9, as the digits of a number; −1 at the end. */
    static int digits(RingReader reader, int max) {
        byte[] dst = new byte[max];
        int count = reader.read(dst, 0, max);
        int number = count < 0 ? -1 : 0;
        for (int i = 0; i < count; i++) {
            number = 10 * number + dst[i];
        }
        return number;
    }

    /** Reads up to {@code max} bytes and adds them up. */
    static int sum(RingReader reader, int max) {
        byte[] dst = new byte[max];
        int count = reader.read(dst, 0, max);
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += dst[i];
        }
        return sum;
    }
}
