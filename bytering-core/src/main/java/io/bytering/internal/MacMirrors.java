package io.bytering.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** macOS: twice the memory, of which the second half is replaced by the first; no file takes part. */
final class MacMirrors extends MirrorMaker {
    private static final int ANYWHERE = 1; // VM_FLAGS_ANYWHERE
    private static final int FIXED_OVERWRITE = 0x4000; // VM_FLAGS_FIXED is 0
    private static final int SHARED = 0; // copy == FALSE
    private static final int INHERIT_DEFAULT = 1;

    MacMirrors(NativeCalls calls) {
        super(calls);
    }

    @Override
    int granularity() {
        return calls.number("getpagesize");
    }

    @Override
    long map(long size) {
        int task = calls.variable("mach_task_self_");
        byte[] place = bytes(0);
        require("mach_vm_allocate", size, calls.number("mach_vm_allocate", task, place, 2 * size, ANYWHERE));
        long address = value(place);
        try {
            mapAgain(task, address, size);
        } catch (Throwable e) {
            unmap(address, size);
            throw e;
        }
        return address;
    }

    private void mapAgain(int task, long address, long size) {
        long wanted = address + size;
        byte[] place = bytes(wanted);
        int result = calls.number(
                "mach_vm_remap",
                task,
                place,
                size,
                0L,
                FIXED_OVERWRITE,
                task,
                address,
                SHARED,
                new byte[Integer.BYTES],
                new byte[Integer.BYTES],
                INHERIT_DEFAULT);
        require("mach_vm_remap", size, result);
        long mapped = value(place);
        if (mapped != wanted) {
            calls.number("mach_vm_deallocate", task, mapped, size);
            throw misplaced("mach_vm_remap", mapped, wanted);
        }
    }

    @Override
    void unmap(long address, long size) {
        calls.number("mach_vm_deallocate", calls.variable("mach_task_self_"), address, 2 * size);
    }

    /** These functions return their error. */
    private void require(String function, long size, int error) {
        if (error != 0) {
            throw failed(function, size, error);
        }
    }

    private static byte[] bytes(long value) {
        byte[] bytes = new byte[Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putLong(value);
        return bytes;
    }

    private static long value(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
    }
}
