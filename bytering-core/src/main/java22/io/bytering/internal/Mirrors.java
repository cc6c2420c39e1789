package io.bytering.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Mirrored memory by {@code java.lang.foreign}: unmapped on close, or when it was forgotten. */
public final class Mirrors {
    private static final @Nullable String UNSUPPORTED = reason();
    private static final int GRANULARITY = UNSUPPORTED == null ? maker().granularity() : 0;

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
        return LiveMemory.map(capacity, huge, counted -> mapped(capacity, huge, counted));
    }

    private static @Nullable String reason() {
        Module module = Mirrors.class.getModule();
        if (!module.isNativeAccessEnabled()) { // a call would print a warning, or be refused
            return "native access is not enabled; start java with --enable-native-access="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
        }
        return MirrorMaker.unsupported(ValueLayout.ADDRESS.byteSize());
    }

    private static MirrorMaker maker() {
        return MirrorMaker.of(calls());
    }

    /** New ones for each use, as they keep the last error. */
    static NativeCalls calls() {
        if (MirrorMaker.isWindows()) {
            SymbolLookup kernel = SymbolLookup.libraryLookup("kernel32", Arena.global());
            SymbolLookup base = SymbolLookup.libraryLookup("kernelbase", Arena.global()); // what came with Windows 10
            return new ForeignCalls(kernel.or(base), "GetLastError");
        }
        return new ForeignCalls(Linker.nativeLinker().defaultLookup(), "errno");
    }

    private static Mapping mapped(int capacity, boolean huge, long counted) {
        MirrorMaker maker = MirrorMaker.of(calls(), huge);
        Arena arena = Arena.ofShared();
        long address = maker.map(capacity);
        try {
            ByteBuffer buffer = MemorySegment.ofAddress(address)
                    .reinterpret(2L * capacity, arena, null)
                    .asByteBuffer();
            Mapped lifetime = new Mapped(buffer, arena, address, capacity, counted);
            Mapping mapping = new Foreign(buffer, lifetime);
            Freeing.watch(lifetime);
            return mapping;
        } catch (Throwable e) {
            maker.unmap(address, capacity); // nobody knows it yet
            throw e;
        }
    }

    /** Unmaps, too. */
    private static final class Mapped extends Lifetime {
        private final long address;
        private final int capacity;

        Mapped(ByteBuffer buffer, Arena arena, long address, int capacity, long counted) {
            super(buffer, arena, counted);
            this.address = address;
            this.capacity = capacity;
        }

        @Override
        boolean free() {
            if (!super.free()) {
                return false;
            }
            maker().unmap(address, capacity); // after the close, behind which no access can be any more
            return true;
        }
    }

    private static final class Foreign implements Mapping {
        private final ByteBuffer buffer;
        private final Mapped lifetime;

        Foreign(ByteBuffer buffer, Mapped lifetime) {
            this.buffer = buffer;
            this.lifetime = lifetime;
        }

        @Override
        public ByteBuffer buffer() {
            return buffer;
        }

        @Override
        public void close() {
            try {
                Freeing.close(lifetime);
            } finally {
                Reference.reachabilityFence(this); // else it might be forgotten at the same time
            }
        }
    }
}
