package io.bytering.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Mirrored memory where {@code java.lang.foreign} is not: by JNA, if the user has it. A buffer made by JNA knows nothing of an
 * unmapping, and an access behind one would kill the process; so only the garbage collector unmaps.
 */
public final class Mirrors {
    private static final @Nullable String UNSUPPORTED = reason();
    private static final int GRANULARITY =
            UNSUPPORTED == null ? MirrorMaker.of(calls()).granularity() : 0;

    private Mirrors() {}

    /** Why there is no mirrored memory here; null if there is. */
    public static @Nullable String unsupported() {
        return UNSUPPORTED;
    }

    /** Why there are no huge pages where there is mirrored memory; null if there may be. */
    public static @Nullable String withoutHugePages() {
        return MirrorMaker.withoutHugePages();
    }

    /** What capacities are a multiple of. */
    public static int granularity(boolean huge) {
        return huge ? HugeMirrors.PAGE : GRANULARITY;
    }

    /** Maps {@code capacity} bytes twice. */
    public static Mapping map(int capacity, boolean huge) {
        return LiveMemory.map(capacity, huge, counted -> new Collected(mapped(capacity, huge, counted)));
    }

    private static ByteBuffer mapped(int capacity, boolean huge, long counted) {
        MirrorMaker maker = MirrorMaker.of(calls(), huge);
        long address = maker.map(capacity);
        try {
            ByteBuffer buffer = JnaCalls.view(address, 2L * capacity);
            Unmapping.whenForgotten(buffer, address, capacity, counted);
            return buffer;
        } catch (Throwable e) {
            maker.unmap(address, capacity);
            throw e;
        }
    }

    private static @Nullable String reason() {
        try {
            return MirrorMaker.unsupported(JnaCalls.addressSize());
        } catch (NoClassDefFoundError e) {
            return "it needs Java 22 or later, or JNA (net.java.dev.jna:jna) on the class path";
        } catch (LinkageError e) { // it brings native code of its own
            return "JNA does not work here: " + e;
        }
    }

    static NativeCalls calls() {
        return new JnaCalls();
    }

    private static final class Collected implements Mapping {
        private final ByteBuffer buffer;

        Collected(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer buffer() {
            return buffer;
        }

        @Override
        public void close() {
            // the garbage collector's
        }
    }
}
