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

    @Override
    public void close() {}
}
