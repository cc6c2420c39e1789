package io.bytering.cli.system;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** A function of the C library. It is there on Java 22 or newer only, where native access is allowed. */
public final class SystemCall {
    /** Whether there are any here: numbers and layouts are those of Linux. */
    public static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux")
            && SystemCall.class.getModule().isNativeAccessEnabled();

    private final MethodHandle function;

    private SystemCall(String name, FunctionDescriptor signature, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().find(name).orElseThrow();
        function = linker.downcallHandle(address, signature, options);
    }

    /** A function with a fixed number of arguments. */
    public static SystemCall of(String name, FunctionDescriptor signature) {
        return new SystemCall(name, signature);
    }

    /** A function whose arguments from one on are variadic. */
    public static SystemCall of(String name, int firstVariadic, FunctionDescriptor signature) {
        return new SystemCall(name, signature, Linker.Option.firstVariadicArg(firstVariadic));
    }

    /** A file's name as the system has it. */
    public static MemorySegment name(Path path, Arena arena) {
        return arena.allocateFrom(path.toString(), Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    /** Calls it, with arguments of the signature's types. */
    public Object call(Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("C throws nothing", e);
        }
    }
}
