package io.bytering.cli.system;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/**
 * A call of Linux, by its number. All go through one function of the C library, as to find out how to call one takes longer than
 * most of them. There are none before Java 22, nor where native access is not allowed.
 */
public enum SystemCall {
    OPENAT(257, 56),
    CLOSE(3, 57),
    LSEEK(8, 62),
    SETXATTR(188, 5),
    GETXATTR(191, 8),
    LISTXATTR(194, 11);

    /** Stands for the working directory, as the folder of a relative name. */
    public static final long AT_FDCWD = -100;

    private final long number;

    SystemCall(long onX86, long onArm) {
        number = System.getProperty("os.arch").equals("amd64") ? onX86 : onArm;
    }

    /** Whether there are any here. */
    public static boolean areThere() {
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"))
                && SystemCall.class.getModule().isNativeAccessEnabled();
    }

    private static final class Function {
        static final MethodHandle SYSCALL = find();

        private static MethodHandle find() {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().find("syscall").orElseThrow(),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));
        }
    }

    /** A file's name as the system has it. */
    public static MemorySegment name(Path path, Arena arena) {
        return arena.allocateFrom(path.toString(), Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    /**
     * Makes the call; what it does not take is 0.
     *
     * @return -1 if it failed
     */
    public long call(long first, long second, long third, long fourth, long fifth) {
        try {
            return (long) Function.SYSCALL.invokeExact(number, first, second, third, fourth, fifth);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("C throws nothing", e);
        }
    }
}
