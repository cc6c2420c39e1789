package io.bytering.storage;

import io.bytering.internal.Checks;
import io.bytering.internal.Mapping;
import io.bytering.internal.Mirrors;
import io.bytering.internal.SafelyFreed;
import org.jspecify.annotations.Nullable;

/**
 * The same pages mapped twice, back to back: {@link #buffer} has twice the {@link #capacity}, and byte {@code i} is the same
 * as byte {@code i + capacity}. So whatever starts in the first half and is no longer than the capacity is contiguous, also
 * across the end. A ring on {@link Storage#mirrored()} uses it; for data structures of your own there is {@link #allocate}.
 *
 * <p>It is made by the operating system: on Java 22 and later by {@code java.lang.foreign}, which must be allowed ({@code
 * --enable-native-access=ALL-UNNAMED}, or {@code =io.bytering} on the module path); before that by JNA if it
 * is on the class path ({@code net.java.dev.jna:jna}). {@link #isSupported} tells whether one of them works here.
 */
public final class MirroredMemory extends Memory implements SafelyFreed {
    private final Mapping mapping;
    private final int capacity;
    private final int pageSize;

    private MirroredMemory(Mapping mapping, int capacity, int pageSize) {
        super(mapping.buffer());
        this.mapping = mapping;
        this.capacity = capacity;
        this.pageSize = pageSize;
    }

    /**
     * Maps memory for single bytes.
     *
     * @param atLeast bytes, 0 or more; rounded up to a multiple of the system's page size, at least one page
     * @return zeroed memory, aligned to a page
     * @throws UnsupportedOperationException if there is no mirrored memory here; the message tells why
     * @throws IllegalArgumentException if it is negative, or so large that a buffer can't hold it twice
     * @throws OutOfMemoryError if the system refuses, also after forgotten mappings were looked for and freed
     */
    public static MirroredMemory allocate(int atLeast) {
        return allocate(atLeast, 1);
    }

    /**
     * Maps memory for items, of which none is split.
     *
     * @param atLeast bytes, 0 or more; rounded up to a multiple of the system's page size that is one of {@code itemSize}
     * @param itemSize bytes, 1 or more
     * @return zeroed memory, aligned to a page
     * @throws UnsupportedOperationException if there is no mirrored memory here; the message tells why
     * @throws IllegalArgumentException if one is negative, or so large that a buffer can't hold it twice
     * @throws OutOfMemoryError if the system refuses, also after forgotten mappings were looked for and freed
     */
    public static MirroredMemory allocate(int atLeast, int itemSize) {
        requireSupported();
        return map(atLeast, itemSize, false);
    }

    /**
     * Maps memory for items, of which none is split, perhaps on huge pages.
     *
     * @param atLeast bytes, 0 or more; rounded up to a multiple of the size of the pages that is one of {@code itemSize}
     * @param itemSize bytes, 1 or more
     * @param pages whether on huge ones
     * @return zeroed memory, aligned to a page
     * @throws UnsupportedOperationException if there is no mirrored memory here, or huge pages are required on a system that
     *     has none; the message tells why
     * @throws IllegalArgumentException if one is negative, or so large that a buffer can't hold it twice
     * @throws OutOfMemoryError if the system refuses, or too few huge pages are free and they are required; the message tells
     *     how many it takes
     */
    public static MirroredMemory allocate(int atLeast, int itemSize, HugePages pages) {
        requireSupported();
        if (pages == HugePages.REQUIRED) {
            requireHugePages();
            return map(atLeast, itemSize, true);
        }
        if (pages == HugePages.PREFERRED && Mirrors.withoutHugePages() == null) {
            try {
                return map(atLeast, itemSize, true);
            } catch (OutOfMemoryError | IllegalArgumentException e) {
                // too few are free, or rounded up to them it is too large
            }
        }
        return map(atLeast, itemSize, false);
    }

    private static MirroredMemory map(int atLeast, int itemSize, boolean huge) {
        int granularity = Mirrors.granularity(huge);
        int capacity = roundUp(atLeast, itemSize, granularity);
        return new MirroredMemory(Mirrors.map(capacity, huge), capacity, granularity);
    }

    /**
     * Whether there is mirrored memory on this platform.
     *
     * @return false if {@link #allocate} always throws
     */
    public static boolean isSupported() {
        return Mirrors.unsupported() == null;
    }

    /**
     * Why there is none.
     *
     * @return what is missing, and how to get it; null if mirrored memory is supported
     */
    public static @Nullable String unsupportedReason() {
        return Mirrors.unsupported();
    }

    /**
     * Bytes in memory, half of what the buffer shows.
     *
     * @return a multiple of {@link #pageSize}
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Bytes of the pages that it lies on (on Windows, of the pieces that it is mapped in).
     *
     * @return 2 MiB on huge pages, else the system's page size
     */
    public int pageSize() {
        return pageSize;
    }

    /**
     * Has the memory unmapped, a moment later and on a thread of the library, or once a channel that is busy in it has left it.
     * From then on accesses throw an {@link IllegalStateException}; until then they do no harm. Before Java 22 the garbage
     * collector unmaps, once no view of the buffer is reachable. Idempotent.
     */
    @Override
    public void close() {
        mapping.close();
    }

    static void requireSupported() {
        String reason = Mirrors.unsupported();
        if (reason != null) {
            throw new UnsupportedOperationException("no mirrored memory here: " + reason);
        }
    }

    static void requireHugePages() {
        String reason = Mirrors.withoutHugePages();
        if (reason != null) {
            throw new UnsupportedOperationException("no mirrored memory on huge pages here: " + reason);
        }
    }

    /** The smallest multiple of both units that is large enough, and not 0. */
    static int roundUp(int atLeast, int itemSize, int granularity) {
        int most = largest(granularity);
        Checks.within("capacity of mirrored memory", atLeast, 0, most);
        Checks.within("item size of mirrored memory", itemSize, 1, most);
        long unit = (long) granularity / greatestCommonDivisor(granularity, itemSize) * itemSize;
        long rounded = Math.max(1, (atLeast + unit - 1) / unit) * unit;
        if (rounded > most) {
            throw new IllegalArgumentException("capacity of mirrored memory must be at most " + most + ": " + atLeast
                    + ", rounded up to items of " + itemSize + " bytes and pages of " + granularity + ": " + rounded);
        }
        return (int) rounded;
    }

    /** A buffer shows it twice. */
    static int largest(int granularity) {
        return Integer.MAX_VALUE / 2 / granularity * granularity;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
