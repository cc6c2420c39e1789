package io.bytering.cli.streams;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** As the class it replaces, with {@code fcntl} of Linux. */
final class PipeBuffers {
    private static final int F_SETPIPE_SZ = 1031;
    private static final int STANDARD_INPUT = 0;
    private static final int STANDARD_OUTPUT = 1;

    private PipeBuffers() {}

    static void enlarge(int bytes) {
        if (!System.getProperty("os.name").equals("Linux")
                || !PipeBuffers.class.getModule().isNativeAccessEnabled()) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("fcntl").ifPresent(fcntl -> {
            FunctionDescriptor signature = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
            MethodHandle handle = linker.downcallHandle(fcntl, signature, Linker.Option.firstVariadicArg(2));
            for (int file : new int[] {STANDARD_INPUT, STANDARD_OUTPUT}) {
                call(handle, file, bytes);
            }
        });
    }

    /** An error only says that the file is no pipe, or may not be made so large. */
    private static void call(MethodHandle fcntl, int file, int bytes) {
        try {
            int unused = (int) fcntl.invokeExact(file, F_SETPIPE_SZ, bytes);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("fcntl throws nothing", e);
        }
    }
}
