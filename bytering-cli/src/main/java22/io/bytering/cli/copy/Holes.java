package io.bytering.cli.copy;

import io.bytering.cli.system.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** As the class it replaces, with {@code lseek} of Linux, which knows them. */
final class Holes implements AutoCloseable {
    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private final long file;
    private long start;
    private long end;

    /**
     * Somewhere in a file.
     *
     * @param file its number, or -1 if nobody can tell more
     * @param start where the first hole begins
     */
    private Holes(long file, long start) {
        this.file = file;
        this.start = start;
        this.end = file < 0 ? Long.MAX_VALUE : 0;
    }

    static Holes none() {
        return new Holes(-1, Long.MAX_VALUE);
    }

    static Holes of(Path path) {
        if (!SystemCall.areThere()) {
            return new Holes(-1, 0);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = SystemCall.name(path, arena);
            long file = SystemCall.OPENAT.call(SystemCall.AT_FDCWD, name.address(), O_RDONLY | O_CLOEXEC, 0, 0);
            return new Holes(file, 0);
        }
    }

    boolean contains(long position, int length) {
        if (position >= end) {
            find(position);
        }
        return position >= start && position + length <= end;
    }

    boolean areKnown() {
        return file >= 0 || start == Long.MAX_VALUE;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** The first hole at a position or behind it: from {@link #start} to {@link #end}. */
    private void find(long position) {
        start = seek(position, SEEK_HOLE);
        long data = start < 0 ? -1 : seek(start, SEEK_DATA);
        end = data < 0 ? Long.MAX_VALUE : data; // none behind it
        if (start < 0) {
            start = Long.MAX_VALUE; // behind the end of the file
        }
    }

    private long seek(long position, int whence) {
        return SystemCall.LSEEK.call(file, position, whence, 0, 0);
    }

    @Override
    public void close() {
        if (file >= 0) {
            SystemCall.CLOSE.call(file, 0, 0, 0, 0);
        }
    }
}
