package io.bytering.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Maps the same pages twice, back to back. Subclasses know one operating system each; whatever step fails, they give back all
 * that was taken before it.
 */
abstract class MirrorMaker {
    private static final String SYSTEM =
            System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT);

    final NativeCalls calls;

    MirrorMaker(NativeCalls calls) {
        this.calls = calls;
    }

    /** Why there is none for this system; null if there is one. */
    static @Nullable String unsupported(long addressSize) {
        if (addressSize != Long.BYTES) {
            return "it needs 64-bit addresses, these are of " + 8 * addressSize + " bits";
        }
        return isLinux() || isMac() || isWindows() ? null : "it is not made for this system: " + SYSTEM;
    }

    /** Why there are no huge pages on a system that has a maker; null if there may be. */
    static @Nullable String withoutHugePages() {
        return isLinux() ? null : "only Linux has huge pages, this system is " + SYSTEM;
    }

    static MirrorMaker of(NativeCalls calls) {
        return of(calls, false);
    }

    /** Huge pages only where {@link #withoutHugePages} tells no reason. */
    static MirrorMaker of(NativeCalls calls, boolean huge) {
        if (huge) {
            return new HugeMirrors(calls);
        }
        return isWindows() ? new WindowsMirrors(calls) : isMac() ? new MacMirrors(calls) : new LinuxMirrors(calls);
    }

    /** Also Android. */
    private static boolean isLinux() {
        return SYSTEM.contains("linux");
    }

    private static boolean isMac() {
        return SYSTEM.startsWith("mac") || SYSTEM.startsWith("darwin");
    }

    static boolean isWindows() {
        return SYSTEM.startsWith("windows");
    }

    /** What sizes and addresses must be a multiple of. */
    abstract int granularity();

    /**
     * Maps {@code size} zeroed bytes at some address and again right behind.
     *
     * @throws OutOfMemoryError if the system refuses a step; the message tells which, and why
     */
    abstract long map(long size);

    /** Gives back what {@link #map} made. */
    abstract void unmap(long address, long size);

    final OutOfMemoryError failed(String function, long size) {
        return failed(function, size, calls.lastError());
    }

    OutOfMemoryError failed(String function, long size, int error) {
        return new OutOfMemoryError(
                "no mirrored memory: " + function + " failed: error=" + error + ", bytes=" + size + " (mapped twice)");
    }

    /** The mapping went elsewhere, and was given back. */
    static OutOfMemoryError misplaced(String function, long address, long wanted) {
        return new OutOfMemoryError("no mirrored memory: " + function + " gave address=0x" + Long.toHexString(address)
                + " in place of 0x" + Long.toHexString(wanted));
    }
}
