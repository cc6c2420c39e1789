package io.bytering.cli.copy;

import java.nio.file.Path;

/** Where a file has holes. Here nobody can tell: it may have one wherever there are zeros. */
final class Holes implements AutoCloseable {
    private final boolean any;

    private Holes(boolean any) {
        this.any = any;
    }

    /** What is no file has none. */
    static Holes none() {
        return new Holes(false);
    }

    /**
     * Looks at a file.
     *
     * @param unused the file
     */
    static Holes of(Path unused) {
        return new Holes(true);
    }

    /**
     * Whether a range is within a hole. Ranges are asked for in ascending order.
     *
     * @param unusedPosition where it begins
     * @param unusedLength bytes, 1 or more
     */
    boolean contains(long unusedPosition, int unusedLength) {
        return any;
    }

    /** Whether {@link #contains} tells more than that there may be some. */
    boolean areKnown() {
        return !any;
    }

    /** Where the hole that was last asked for begins; or the next one, if there was none; or the largest number. */
    long start() {
        return any ? 0 : Long.MAX_VALUE;
    }

    /** Where it ends. */
    long end() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {}
}
