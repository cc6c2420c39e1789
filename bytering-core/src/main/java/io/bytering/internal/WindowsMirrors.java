package io.bytering.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Windows: a section of the paging file, two views of which replace two placeholders; before Windows 10, at a free place. */
final class WindowsMirrors extends MirrorMaker {
    private static final long PAGING_FILE = -1; // INVALID_HANDLE_VALUE
    private static final int PAGE_NOACCESS = 0x1;
    private static final int PAGE_READWRITE = 0x4;
    private static final int MEM_PRESERVE_PLACEHOLDER = 0x2;
    private static final int MEM_RESERVE = 0x2000;
    private static final int MEM_REPLACE_PLACEHOLDER = 0x4000;
    private static final int MEM_RELEASE = 0x8000;
    private static final int MEM_RESERVE_PLACEHOLDER = 0x40000;
    private static final int FILE_MAP_WRITE = 0x2; // includes reading

    private static final int SYSTEM_INFO_BYTES = 48;
    private static final int ALLOCATION_GRANULARITY_AT = 40;

    /** How often another thread may take the place that was found free. */
    private static final int ATTEMPTS = 16;

    WindowsMirrors(NativeCalls calls) {
        super(calls);
    }

    /** Placeholders may be as small as a page, but views at a place of one's choice may not. */
    @Override
    int granularity() {
        byte[] info = new byte[SYSTEM_INFO_BYTES];
        calls.number("GetSystemInfo", (Object) info);
        return ByteBuffer.wrap(info).order(ByteOrder.nativeOrder()).getInt(ALLOCATION_GRANULARITY_AT);
    }

    @Override
    long map(long size) {
        long section = calls.address(
                "CreateFileMappingW", PAGING_FILE, 0L, PAGE_READWRITE, (int) (size >>> 32), (int) size, 0L);
        if (section == 0) {
            throw failed("CreateFileMappingW", size);
        }
        try {
            return calls.has("VirtualAlloc2") && calls.has("MapViewOfFile3")
                    ? mapOverPlaceholders(section, size)
                    : mapWhereItIsFree(section, size);
        } finally {
            calls.number("CloseHandle", section); // the views keep the pages
        }
    }

    private long mapOverPlaceholders(long section, long size) {
        long first = calls.address(
                "VirtualAlloc2", 0L, 0L, 2 * size, MEM_RESERVE | MEM_RESERVE_PLACEHOLDER, PAGE_NOACCESS, 0L, 0);
        if (first == 0) {
            throw failed("VirtualAlloc2", size);
        }
        long second = first + size;
        if (calls.number("VirtualFree", first, size, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER) == 0) { // splits it
            OutOfMemoryError failure = failed("VirtualFree", size);
            release(first);
            throw failure;
        }
        try {
            replace(section, first, size);
        } catch (Throwable e) {
            release(first);
            release(second);
            throw e;
        }
        try {
            replace(section, second, size);
        } catch (Throwable e) {
            unmapView(first);
            release(second);
            throw e;
        }
        return first;
    }

    private void replace(long section, long place, long size) {
        long mapped = calls.address(
                "MapViewOfFile3", section, 0L, place, 0L, size, MEM_REPLACE_PLACEHOLDER, PAGE_READWRITE, 0L, 0);
        if (mapped == 0) {
            throw failed("MapViewOfFile3", size);
        }
        if (mapped != place) {
            unmapView(mapped);
            throw misplaced("MapViewOfFile3", mapped, place);
        }
    }

    private long mapWhereItIsFree(long section, long size) {
        for (int attempt = 1; ; attempt++) {
            long first = calls.address("VirtualAlloc", 0L, 2 * size, MEM_RESERVE, PAGE_NOACCESS);
            if (first == 0) {
                throw failed("VirtualAlloc", size);
            }
            release(first); // from here on it may be taken by anyone
            if (mapView(section, first, size)) {
                if (mapView(section, first + size, size)) {
                    return first;
                }
                OutOfMemoryError failure = failed("MapViewOfFileEx", size);
                unmapView(first);
                if (attempt == ATTEMPTS) {
                    throw failure;
                }
            } else if (attempt == ATTEMPTS) {
                throw failed("MapViewOfFileEx", size);
            }
        }
    }

    private boolean mapView(long section, long place, long size) {
        long mapped = calls.address("MapViewOfFileEx", section, FILE_MAP_WRITE, 0, 0, size, place);
        if (mapped != 0 && mapped != place) {
            unmapView(mapped);
        }
        return mapped == place;
    }

    @Override
    void unmap(long address, long size) {
        unmapView(address);
        unmapView(address + size);
    }

    private void unmapView(long address) {
        calls.number("UnmapViewOfFile", address);
    }

    private void release(long address) {
        calls.number("VirtualFree", address, 0L, MEM_RELEASE);
    }
}
