package io.bytering.internal;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls by JNA, which is there only if the user has put it there. */
final class JnaCalls implements NativeCalls {
    private static final List<NativeLibrary> LIBRARIES = MirrorMaker.isWindows()
            ? Arrays.asList(NativeLibrary.getInstance("kernel32"), NativeLibrary.getInstance("kernelbase"))
            : Collections.singletonList(NativeLibrary.getProcess());

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
        return find(function) != null;
    }

    private static @Nullable Function find(String function) {
        for (NativeLibrary library : LIBRARIES) {
            try {
                return library.getFunction(function);
            } catch (UnsatisfiedLinkError e) {
                // perhaps the next one
            }
        }
        return null;
    }

    private static Function get(String function) {
        Function found = find(function);
        if (found == null) {
            throw new UnsupportedOperationException("the system has no function " + function);
        }
        return found;
    }

    @Override
    public int variable(String name) {
        return LIBRARIES.get(0).getGlobalVariableAddress(name).getInt(0);
    }

    @Override
    public int number(String function, Object... arguments) {
        return get(function).invokeInt(arguments);
    }

    @Override
    public long address(String function, Object... arguments) {
        return get(function).invokeLong(arguments);
    }

    @Override
    public int lastError() {
        return Native.getLastError();
    }
}
