package io.bytering.random;

import io.bytering.ByteRing;
import io.bytering.Drainer;
import io.bytering.Filler;
import io.bytering.Waiter;
import io.bytering.blocking.StreamBody;
import io.bytering.blocking.WaitStrategy;
import io.bytering.item.ItemType;
import io.bytering.item.Tag;
import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import io.bytering.testing.HostileChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Arguments of any type, good and bad. Sizes are small or impossible, never merely huge: those would take their time. What a
 * callback does is {@link #inside}'s to say.
 */
abstract class AnyArguments {
    /** Thrown by a callback, so that the caller knows it again. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final int[] EDGES = {
        -1, 0, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 7, ByteRing.MAX_CAPACITY + 1, 4096, -4096
    };
    private static final long[] LONG_EDGES = {-1, 0, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, Integer.MAX_VALUE};

    protected RandomGenerator random;

    /** Pieces of memory that are out of {@link #pooled} now. */
    private int out;

    /** Runs in each callback, and may throw {@link Thrown}. */
    abstract void inside();

    /** Runs in each callback that has the memory of a half meanwhile, and may throw {@link Thrown}. */
    abstract void insideLent();

    /** Memory that may be somebody else's as soon as it is closed: a ring must close it when nobody is inside, and once. */
    private final class Pooled extends Memory {
        private boolean isOut = true;

        Pooled(int capacity) {
            super(ByteBuffer.allocate(capacity));
            out++;
        }

        @Override
        public void close() {
            if (!isOut) {
                throw new AssertionError("given back twice");
            }
            isOut = false;
            out--;
        }
    }

    /** Pieces of a pool's memory that have not come back. */
    final int out() {
        return out;
    }

    final <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    final int anyInt() {
        return random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(40);
    }

    /** Of a type that is no part of the API, or null where there is no such type. */
    Object any(Class<?> type) {
        if (type == int.class) {
            return anyInt();
        } else if (type == long.class) {
            return random.nextBoolean() ? LONG_EDGES[random.nextInt(LONG_EDGES.length)] : (long) random.nextInt(40);
        } else if (type == byte.class) {
            return (byte) random.nextInt(256);
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == byte[].class) {
            return new byte[random.nextInt(64)];
        } else if (type == ByteBuffer.class) {
            return buffer();
        } else if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), random.nextInt(4));
            for (int i = 0; i < Array.getLength(array); i++) {
                Array.set(array, i, any(type.getComponentType()));
            }
            return array;
        } else if (type == List.class) {
            return List.of((Tag[]) any(Tag[].class));
        } else if (type.isEnum()) {
            return one(List.of(type.getEnumConstants()));
        }
        return object(type);
    }

    private Object object(Class<?> type) {
        if (type == Tag.class) {
            return Tag.of(random.nextInt(8), "a value");
        } else if (type == ItemType.class) {
            return itemType();
        } else if (type == Storage.class) {
            return storage();
        } else if (type == WaitStrategy.class) {
            return one(List.of(
                    WaitStrategy.parking(), WaitStrategy.backOff(), WaitStrategy.yielding(), WaitStrategy.busySpin()));
        } else if (type == Duration.class) {
            return Duration.ofSeconds((long) any(long.class));
        } else if (type == TimeUnit.class) {
            return one(List.of(TimeUnit.values()));
        } else if (type == ByteOrder.class) {
            return random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        } else if (type == Throwable.class) {
            return new IOException("a cause");
        } else if (type == Object.class || type == String.class) {
            return "anything";
        } else if (type == OutputStream.class) {
            return OutputStream.nullOutputStream(); // from a ring to itself it would go on for ever
        }
        return callback(type);
    }

    private Object callback(Class<?> type) {
        if (type == Waiter.class) {
            return (Waiter) this::inside;
        } else if (type == Runnable.class) {
            return (Runnable) this::inside;
        } else if (type == Filler.class) {
            return (Filler) (slices, length) -> counted(length);
        } else if (type == StreamBody.class) {
            Thread caller = Thread.currentThread();
            return (StreamBody) out -> {
                if (Thread.currentThread() == caller) {
                    inside();
                }
                out.write(1);
                out.write(new byte[9]);
            };
        } else if (type == Executor.class) {
            return (Executor) Runnable::run;
        } else if (type == Drainer.class) {
            return (Drainer) (slices, length) -> counted(length);
        } else if (type == ScatteringByteChannel.class || type == GatheringByteChannel.class) {
            HostileChannel channel = new HostileChannel();
            channel.most = random.nextInt(50);
            channel.before = this::insideLent;
            channel.inside = this::insideLent;
            channel.thrown = random.nextInt(5) == 0 ? new Thrown() : null;
            channel.lie = random.nextInt(5) == 0 ? (Long) any(long.class) : null;
            return channel;
        }
        return null;
    }

    private int counted(int length) {
        insideLent();
        return random.nextInt(3) == 0 ? anyInt() : random.nextInt(length + 1);
    }

    private ByteBuffer buffer() {
        int capacity = random.nextInt(64);
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocate(capacity) : ByteBuffer.allocateDirect(capacity);
        ((Buffer) buffer).position(random.nextInt(capacity + 1));
        switch (random.nextInt(5)) {
            case 0:
                return buffer.asReadOnlyBuffer();
            case 1:
                return buffer.slice();
            case 2:
                ((Buffer) buffer).flip();
                return buffer;
            default:
                return buffer;
        }
    }

    private ItemType<?> itemType() {
        return random.nextBoolean()
                ? ItemType.struct(1 + random.nextInt(40))
                : one(List.of(ItemType.BYTE, ItemType.SHORT, ItemType.INT, ItemType.LONG, ItemType.DOUBLE));
    }

    private Storage storage() {
        switch (random.nextInt(7)) {
            case 0:
                return Storage.heap();
            case 1:
                return Storage.preferMirrored();
            case 5:
                return (capacity, alignment) -> new Pooled(capacity);
            case 2: // too small
                return (capacity, alignment) -> Memory.of(ByteBuffer.allocate(capacity - 1));
            case 3: // too large, and not at the start
                return (capacity, alignment) -> Memory.of(ByteBuffer.allocate(capacity + 9));
            case 4:
                return (capacity, alignment) -> {
                    inside();
                    return Memory.of(ByteBuffer.allocate(capacity).asReadOnlyBuffer());
                };
            default:
                return Storage.direct();
        }
    }
}
