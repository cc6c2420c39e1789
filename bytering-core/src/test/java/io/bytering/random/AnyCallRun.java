package io.bytering.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.Insides;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.item.ItemBroadcast;
import io.bytering.item.ItemRing;
import io.bytering.testing.Elsewhere;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Any call of the public API with any arguments, on whatever earlier calls gave, also from within callbacks; and such as any
 * thread may make also from another, which is waited for. Nothing is known of the outcome, but this: no exception that isn't
 * documented; a call that is refused has moved nothing; a half whose memory a callback has does not move meanwhile; positions
 * only grow, and what is full or empty stays within the capacity; why a half was closed never changes; memory of a pool comes
 * back once, and in the end all of it. Waits end at once, as the thread is interrupted.
 */
public final class AnyCallRun extends RandomRun {
    private static final int MOST = 40;
    private static final int DEEPEST = 2;

    private final List<Object> pool = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<Object, Long> positions = new IdentityHashMap<>();
    private final Map<Object, Throwable[]> causes = new IdentityHashMap<>();
    private final Arguments arguments = new Arguments();
    private final Thread own = Thread.currentThread();

    /** The halves that are within a call which may lend their memory to a callback; the innermost comes first. */
    private final Deque<Object> lending = new ArrayDeque<>();

    private int depth;
    private int callbacks;

    private final class Arguments extends AnyArguments {
        void use(RandomGenerator choices) {
            random = choices;
        }

        @Override
        Object any(Class<?> type) {
            Object known = random.nextInt(4) == 0 ? null : pooled(type);
            if (known != null) {
                return known;
            }
            Object made = super.any(type);
            return made != null ? made : pooled(type);
        }

        @Override
        void insideLent() {
            Object lent = lending.peekFirst();
            long before = lent == null ? 0 : position(lent);
            try {
                inside();
            } finally {
                if (lent != null) {
                    long now = position(lent);
                    assertTrue(now == before, () -> lent + " was lent, and moved from " + before + " to " + now);
                }
            }
        }

        @Override
        void inside() {
            callbacks++;
            if (Thread.currentThread() == own && random.nextInt(4) == 0) {
                elsewhere(random);
            } else if (Thread.currentThread() == own && depth <= DEEPEST && random.nextInt(3) == 0) {
                step(random);
            }
            if (random.nextInt(6) == 0) {
                throw new Thrown();
            }
        }
    }

    public AnyCallRun(RandomGenerator random) {
        arguments.use(random);
        keep(ByteRing.ofCapacity(16));
        keep(BroadcastRing.ofCapacity(16));
    }

    @Override
    protected void call(RandomGenerator random, int writes) {
        Thread.currentThread().interrupt();
        try {
            if (random.nextInt(8) > 0) {
                step(random);
            } else {
                elsewhere(random);
            }
            callbacks = 0;
            check();
        } finally {
            Thread.interrupted();
        }
    }

    @Override
    protected void end() throws Exception {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (AnyArguments.Thrown fromAWaiter) {
                // as documented; the half is closed
            }
        }
        assertEquals(0, arguments.out(), "pieces of memory that did not come back");
    }

    /** A call that any thread may make at any time, by another thread. */
    private void elsewhere(RandomGenerator random) {
        try {
            Elsewhere.call(() -> {
                step(random, PublicCalls.FOR_ANY_THREAD);
                return null;
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void step(RandomGenerator random) {
        step(random, PublicCalls.ALL);
    }

    private void step(RandomGenerator random, List<Method> calls) {
        arguments.use(random);
        Method method = calls.get(random.nextInt(calls.size()));
        Object receiver = Modifier.isStatic(method.getModifiers()) ? null : pooled(method.getDeclaringClass());
        if (receiver == null && !Modifier.isStatic(method.getModifiers())) {
            return;
        }
        Object[] given = new Object[method.getParameterCount()];
        for (int i = 0; i < given.length; i++) {
            given[i] = isNullable(method, i) && random.nextInt(4) == 0
                    ? null
                    : arguments.any(method.getParameterTypes()[i]);
            if (given[i] == null && !isNullable(method, i)) {
                return; // there is none yet
            }
        }
        if (method.getName().equals("allocate") && (int) given[0] > ByteRing.MAX_CAPACITY) {
            return; // there might even be so much memory
        }
        note((Thread.currentThread() == own ? "" : "elsewhere ")
                + method.getDeclaringClass().getSimpleName() + "." + method.getName() + Arrays.deepToString(given));
        invoke(method, receiver, given);
    }

    private void invoke(Method method, Object receiver, Object[] given) {
        int before = callbacks;
        depth++;
        Object lent = lent(method, receiver);
        try {
            if (lent != null) {
                lending.addFirst(lent);
            }
            Object returned = method.invoke(receiver, given);
            if (returned != null) {
                keep(returned);
            }
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            if (!isDocumented(thrown, method)) {
                throw new AssertionError(method + " throws " + thrown, thrown);
            }
            note("→ " + thrown);
            boolean refused = !(thrown instanceof IOException || isFreedMemory(thrown));
            if (refused && callbacks == before && depth == 1) {
                assertNothingMoved();
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        } finally {
            depth--;
            if (lent != null) {
                lending.removeFirst();
            }
        }
    }

    /** The half whose memory that call may lend to a callback. */
    private static @Nullable Object lent(Method method, @Nullable Object receiver) {
        switch (method.getName()) {
            case "fill":
            case "transferFrom":
                return receiver instanceof BlockingWriter
                        ? ((BlockingWriter) receiver).writer()
                        : receiver instanceof RingWriter ? receiver : null;
            case "drain":
            case "transferTo":
                return receiver instanceof BlockingReader
                        ? ((BlockingReader) receiver).reader()
                        : receiver instanceof RingReader ? receiver : null;
            default:
                return null;
        }
    }

    /** A slice, or a buffer of the user's, whose memory was unmapped under it; buffers before it may have been moved. */
    private static boolean isFreedMemory(Throwable thrown) {
        return thrown instanceof IllegalStateException && "Already closed".equals(thrown.getMessage());
    }

    private static boolean isNullable(Method method, int parameter) {
        return method.getAnnotatedParameterTypes()[parameter].isAnnotationPresent(Nullable.class);
    }

    private static boolean isDocumented(Throwable thrown, Method method) {
        if (thrown instanceof IOException) {
            return Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown));
        }
        return thrown instanceof IllegalArgumentException
                || thrown instanceof IllegalStateException
                || thrown instanceof IndexOutOfBoundsException
                || thrown instanceof ReadOnlyBufferException
                || thrown instanceof AnyArguments.Thrown
                // there are none here, or too few are free
                || thrown instanceof VirtualMachineError && thrown.getMessage().contains("huge pages")
                || thrown instanceof UnsupportedOperationException
                        && thrown.getMessage().contains("huge pages");
    }

    /** Something of that type that an earlier call gave. */
    private @Nullable Object pooled(Class<?> type) {
        Object[] there = pool.stream().filter(type::isInstance).toArray();
        return there.length == 0 ? null : there[arguments.random.nextInt(there.length)];
    }

    /** And its parts, so that the calls that matter come soon. */
    private void keep(Object object) {
        boolean ours = object.getClass().getName().startsWith("io.bytering.");
        if (!ours && !(object instanceof ByteBuffer) || pool.stream().anyMatch(known -> known == object)) {
            return;
        }
        if (object instanceof RingWriter || object instanceof RingReader) {
            positions.putIfAbsent(object, position(object));
        }
        if (object instanceof AutoCloseable) {
            opened.add((AutoCloseable) object);
        }
        if (pool.size() < MOST) {
            pool.add(object);
        } else {
            pool.set(arguments.random.nextInt(MOST), object);
        }
        if (object instanceof ByteRing) {
            keep(((ByteRing) object).writer());
            keep(((ByteRing) object).reader());
        } else if (object instanceof BroadcastRing) {
            keep(((BroadcastRing) object).writer());
        } else if (object instanceof ItemRing) {
            keep(((ItemRing<?>) object).writer());
            keep(((ItemRing<?>) object).reader());
            keep(((ItemRing<?>) object).ring());
        } else if (object instanceof ItemBroadcast) {
            keep(((ItemBroadcast<?>) object).writer());
            keep(((ItemBroadcast<?>) object).ring());
        }
    }

    private void check() {
        positions.replaceAll((half, before) -> {
            RingWriter writer = half instanceof RingWriter ? (RingWriter) half : null;
            RingReader reader = writer == null ? (RingReader) half : null;
            int capacity = writer != null ? writer.capacity() : reader.capacity();
            int bytes = writer != null ? writer.writableBytes() : reader.readableBytes();
            assertTrue(bytes >= 0 && bytes <= capacity, () -> half + ": " + bytes + " of " + capacity);
            long now = position(half);
            assertTrue(now >= before, () -> half + " went back from " + before + " to " + now);
            boolean closed = writer != null ? writer.isClosed() : reader.isClosed();
            Throwable cause = writer != null ? writer.closeCause() : reader.closeCause();
            if (closed) {
                Throwable first = causes.computeIfAbsent(half, key -> new Throwable[] {cause})[0];
                assertSame(first, cause, half + ": why it was closed");
            }
            assertTrue(cause == null || closed, () -> half + " is open, and was closed for " + cause);
            return now;
        });
        for (Object object : pool) {
            if (object instanceof ByteRing) {
                ByteRing ring = (ByteRing) object;
                long waiting = ring.writer().position() - ring.reader().position();
                assertTrue(waiting >= 0, () -> ring + ": " + waiting + " bytes wait");
                assertTrue(waiting <= ring.capacity() || isLossy(ring.reader()), () -> ring + ": " + waiting);
            }
        }
    }

    private void assertNothingMoved() {
        positions.forEach((half, position) -> {
            long now = position(half);
            assertTrue(now == position || isLossy(half), () -> half + " moved from " + position + " to " + now);
        });
    }

    private static long position(Object half) {
        return half instanceof RingWriter ? ((RingWriter) half).position() : ((RingReader) half).position();
    }

    private static boolean isLossy(Object half) {
        return Insides.isLossy(half);
    }
}
