package io.bytering.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Linux and Android: a file that has no name, mapped twice over a range that it has reserved. */
class LinuxMirrors extends MirrorMaker {
    /** Where the file is made if the system has no files in memory. */
    static final String FOLDER_PROPERTY = "bytering.mirror.folder";

    static final int CLOSE_ON_EXEC = 1; // MFD_CLOEXEC
    private static final int O_CLOEXEC = 0x80000;
    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_SHARED = 1;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_NORESERVE = 0x4000;
    private static final long MAP_FAILED = -1;

    private final String folder;

    LinuxMirrors(NativeCalls calls) {
        this(calls, System.getProperty(FOLDER_PROPERTY, System.getProperty("java.io.tmpdir", "/tmp")));
    }

    LinuxMirrors(NativeCalls calls, String folder) {
        super(calls);
        this.folder = folder;
    }

    @Override
    int granularity() {
        return calls.number("getpagesize");
    }

    @Override
    long map(long size) {
        int file = open(size);
        try {
            // of the file itself: where its pages are huge, the address must suit them
            long address = calls.address("mmap", 0L, 2 * size, PROT_NONE, MAP_SHARED | MAP_NORESERVE, file, 0L);
            if (address == MAP_FAILED) {
                throw failed("mmap", size);
            }
            try {
                mapOver(address, size, file);
                mapOver(address + size, size, file);
            } catch (Throwable e) {
                unmap(address, size); // takes both, whichever was mapped already
                throw e;
            }
            return address;
        } finally {
            calls.number("close", file); // the mappings keep the pages
        }
    }

    private void mapOver(long address, long size, int file) {
        long mapped = calls.address("mmap", address, size, PROT_READ_WRITE, MAP_SHARED | MAP_FIXED, file, 0L);
        if (mapped == MAP_FAILED) {
            throw failed("mmap", size);
        }
        if (mapped != address) {
            calls.number("munmap", mapped, size);
            throw misplaced("mmap", mapped, address);
        }
    }

    @Override
    void unmap(long address, long size) {
        calls.number("munmap", address, 2 * size);
    }

    /** A file of that size, whose pages will be there when they are touched. */
    int open(long size) {
        int file = openInMemory(CLOSE_ON_EXEC);
        boolean onDisk = file < 0; // no such call, or a sandbox forbids it
        return resized(onDisk ? openNameless(size) : file, size, onDisk);
    }

    /** Negative if that can't be. */
    final int openInMemory(int flags) {
        return calls.has("memfd_create") ? calls.number("memfd_create", cString("bytering"), flags) : -1;
    }

    /** Closes the file if it can't be of that size. */
    final int resized(int file, long size, boolean reserve) {
        try {
            if (calls.number("ftruncate", file, size) != 0) {
                throw failed("ftruncate", size);
            }
            if (reserve) {
                // what is full only when a page is touched would kill the process
                int error = calls.number("posix_fallocate", file, 0L, size);
                if (error != 0) {
                    throw failed("posix_fallocate", size, error);
                }
            }
        } catch (Throwable e) {
            calls.number("close", file);
            throw e;
        }
        return file;
    }

    private int openNameless(long size) {
        byte[] path = cString(folder + "/bytering-XXXXXX"); // the call puts in the letters that it has found free
        int file = calls.number("mkostemp", path, O_CLOEXEC);
        if (file < 0) {
            throw failed("mkostemp in " + folder, size);
        }
        if (calls.number("unlink", path) != 0) {
            OutOfMemoryError failure = failed("unlink in " + folder, size);
            calls.number("close", file);
            throw failure;
        }
        return file;
    }

    private static byte[] cString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
