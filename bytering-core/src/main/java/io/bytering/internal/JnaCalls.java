package io.bytering.internal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Calls by JNA, which is there only if the user has put it there. */
final class JnaCalls implements NativeCalls {
    private final NativeLibrary library = NativeLibrary.getProcess();

    /** Bytes of an address; the first use of JNA, which fails if there is none. */
    static long addressSize() {
        return Native.POINTER_SIZE;
    }

    /** The bytes at an address; views of this buffer keep it reachable. */
    static ByteBuffer view(long address, long size) {
        return new Pointer(address).getByteBuffer(0, size).order(ByteOrder.BIG_ENDIAN);
    }

    @Override
    public boolean has(String function) {
        try {
            library.getFunction(function);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    @Override
    public int number(String function, Object... arguments) {
        return library.getFunction(function).invokeInt(arguments);
    }

    @Override
    public long address(String function, Object... arguments) {
        return library.getFunction(function).invokeLong(arguments);
    }

    @Override
    public int lastError() {
        return Native.getLastError();
    }
}
