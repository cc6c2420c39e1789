package io.bytering.internal;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The asymmetric form, with {@code -Dbytering.barrier=asymmetric}: the side that falls asleep makes the system run a full fence on every other thread of the process
 * that is running ({@code membarrier} on Linux, {@code FlushProcessWriteBuffers} on Windows), so the side that moves needs
 * none: whatever it had stored before is visible then, and whatever it loads after sees who sleeps.
 *
 * <p>Only the compiler must be kept from moving the load of the slot before the store of the position. The Java memory model
 * has no word for that; an acquire fence between them does it in HotSpot, and costs nothing on x86.
 */
public final class Barrier {
    private static final long PRIVATE_EXPEDITED = 1 << 3;
    private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

    /** A function of the system, which takes a command and returns 0; null if each side has its own fence. */
    private static final @Nullable MethodHandle FUNCTION = find();

    private static final boolean ASYMMETRIC = FUNCTION != null;

    private Barrier() {}

    /** Whether the side that moves has no fence. */
    public static boolean isAsymmetric() {
        return ASYMMETRIC;
    }

    /** The side that moves: as release; and of whoever sleeps by {@link #beforeLastLook}, one sees the other. */
    public static void publish(Cursor position, long value) {
        if (ASYMMETRIC) {
            position.storeRelease(value);
            VarHandle.acquireFence(); // for the compiler: the slot is loaded after this
        } else {
            position.storeVolatile(value);
        }
    }

    /** The side that moves has found somebody asleep: a full fence after {@link #publish}, where that has none. */
    public static void afterPublish() {
        if (ASYMMETRIC) {
            VarHandle.fullFence();
        }
    }

    /** The side that falls asleep, after it has said so by a volatile store. */
    public static void beforeLastLook() {
        MethodHandle function = FUNCTION;
        if (function != null) {
            call(function, PRIVATE_EXPEDITED);
        }
    }

    private static void call(MethodHandle function, long command) {
        long result = invoke(function, command);
        if (result != 0) {
            throw new IllegalStateException("membarrier could be registered, and now returns " + result
                    + "; start java without -Dbytering.barrier=asymmetric");
        }
    }

    private static long invoke(MethodHandle function, long command) {
        try {
            return (long) function.invokeExact(command);
        } catch (Throwable e) {
            throw new AssertionError(e); // none is declared
        }
    }

    private static @Nullable MethodHandle find() {
        if (!System.getProperty("bytering.barrier", "fence").equals("asymmetric")
                || !Barrier.class.getModule().isNativeAccessEnabled()) { // a call would print a warning, or be refused
            return null;
        }
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        try {
            return system.contains("linux") ? membarrier() : system.contains("windows") ? flush() : null;
        } catch (RuntimeException | LinkageError e) {
            return null; // then with a fence on either side
        }
    }

    /** See membarrier(2): the system call has no function of its own in the C library. */
    private static @Nullable MethodHandle membarrier() {
        long number = switch (System.getProperty("os.arch")) {
            case "amd64" -> 324;
            case "aarch64", "riscv64" -> 283;
            default -> -1;
        };
        if (number < 0) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle syscall = linker.downcallHandle(
                linker.defaultLookup().find("syscall").orElseThrow(),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        MethodHandle ofCommand =
                MethodHandles.insertArguments(MethodHandles.insertArguments(syscall, 2, 0L, 0L), 0, number);
        return invoke(ofCommand, REGISTER_PRIVATE_EXPEDITED) == 0 ? ofCommand : null;
    }

    private static MethodHandle flush() {
        MethodHandle flush = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup("kernel32", Arena.global())
                                .find("FlushProcessWriteBuffers")
                                .orElseThrow(),
                        FunctionDescriptor.ofVoid());
        MethodHandle returningZero = MethodHandles.filterReturnValue(flush, MethodHandles.constant(long.class, 0L));
        return MethodHandles.dropArguments(returningZero, 0, long.class);
    }
}
