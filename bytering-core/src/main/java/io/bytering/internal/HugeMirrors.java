package io.bytering.internal;

/** Linux, on huge pages, of the size that x86-64 and ARM share. There are only as many as were set aside. */
final class HugeMirrors extends LinuxMirrors {
    static final int PAGE = 2 << 20;

    private static final int HUGE = 4; // MFD_HUGETLB
    private static final int OF_2_MIB = 21 << 26; // MFD_HUGE_2MB

    HugeMirrors(NativeCalls calls) {
        super(calls);
    }

    @Override
    int granularity() {
        return PAGE;
    }

    @Override
    int open(long size) {
        int file = openInMemory(CLOSE_ON_EXEC | HUGE | OF_2_MIB);
        if (file < 0) {
            throw failed("memfd_create", size);
        }
        return resized(file, size, true);
    }

    @Override
    OutOfMemoryError failed(String function, long size, int error) {
        return new OutOfMemoryError("no mirrored memory on huge pages: " + function + " failed: error=" + error
                + ", bytes=" + size + "; pages of 2 MiB that must be free: " + size / PAGE
                + " (set them aside with sysctl vm.nr_hugepages)");
    }
}
