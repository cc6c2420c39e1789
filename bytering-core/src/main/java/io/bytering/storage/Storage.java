package io.bytering.storage;

import io.bytering.internal.Allocation;
import io.bytering.internal.Checks;
import java.nio.ByteBuffer;

/**
 * How a ring gets its memory: {@link #direct()} (the default), {@link #heap()}, {@link #mirrored()}, or a pool of your own.
 *
 * <p>A storage of your own returns memory of at least the capacity asked for; it may be called from any thread.
 */
@FunctionalInterface
public interface Storage {
    /**
     * Makes memory for one ring.
     *
     * @param capacity bytes, at least 1
     * @param alignment a power of two: the address of byte 0 must be a multiple of it
     * @return memory of at least {@code capacity} bytes, zeroed if it was ever used by anyone else
     * @throws IllegalArgumentException for an alignment that this storage can't give
     * @throws OutOfMemoryError when there is no room
     */
    Memory allocate(int capacity, int alignment);

    /**
     * An array on the Java heap. Cheapest to make and to forget; channels copy it once more on its way out. Arrays are
     * aligned to 8 bytes and may be moved, so a larger alignment is refused.
     *
     * @return the heap storage
     */
    static Storage heap() {
        return (capacity, alignment) -> {
            Checks.within("alignment of heap storage", alignment, 1, 8);
            return Memory.of(ByteBuffer.allocate(capacity));
        };
    }

    /**
     * Memory outside the heap, which channels read and write without another copy. On Java 22 and later it is freed a moment
     * after both halves are closed, by a thread of the library; before that by the garbage collector. A ring that is
     * forgotten is freed by the garbage collector everywhere, once no buffer that it has handed out, and no view of one, is
     * reachable. Any alignment up to 1 GiB; on Android up to 8. Before Java 22 it counts towards {@code
     * -XX:MaxDirectMemorySize}, later it does not.
     *
     * @return the direct storage
     */
    static Storage direct() {
        return Allocation::direct;
    }

    /**
     * Memory mapped twice, back to back, so that every slice is whole: {@link MirroredMemory}. The capacity of a ring is
     * rounded up to a multiple of the system's page size; {@code capacity()} tells what it came to. Alignment up to a page.
     *
     * @return the mirrored storage
     * @throws UnsupportedOperationException if there is none here; the message tells why, as does
     *     {@link MirroredMemory#unsupportedReason}
     */
    static Storage mirrored() {
        return mirrored(HugePages.NONE);
    }

    /**
     * {@link #mirrored()}, perhaps on huge pages: the capacity is then a multiple of 2 MiB.
     *
     * @param pages whether on huge ones
     * @return the mirrored storage; where huge pages are required and too few are free, making a ring is an {@link
     *     OutOfMemoryError} that tells how many it takes
     * @throws UnsupportedOperationException if there is no mirrored memory here, or huge pages are required on a system that
     *     has none; the message tells why
     */
    static Storage mirrored(HugePages pages) {
        MirroredMemory.requireSupported();
        if (pages == HugePages.REQUIRED) {
            MirroredMemory.requireHugePages();
        }
        return (capacity, alignment) -> MirroredStorage.allocate(capacity, alignment, pages);
    }

    /**
     * {@link #mirrored()} where that is possible, else {@link #direct()}: also for a single ring that is too large or too
     * strictly aligned to be mirrored, or for which the system has no mapping left. Code that takes both slices works with
     * either.
     *
     * @return the storage
     */
    static Storage preferMirrored() {
        return MirroredStorage::allocateIfPossible;
    }
}
