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
 * The asymmetric form: the side that falls asleep makes the system run a full fence on every other thread of the process that
 * is running ({@code membarrier} on Linux, {@code FlushProcessWriteBuffers} on Windows), so the side that moves needs none:
 * whatever it had stored before is visible then, and whatever it loads after sees who sleeps.
 *
 * <p>Only the compiler must be kept from moving the load of the slot before the store of the position. The Java memory model
 * has no word for that; an acquire fence between them does it in HotSpot, and costs nothing on x86.
 *
 * <p>{@code -Dbytering.barrier} chooses: {@code adaptive}, the default, so long as sleepers are few ({@link Forced});
 * {@code asymmetric}, always; {@code fence}, never; {@code changing}, until somebody sleeps, which is for tests.
 */
public final class Barrier {
    private static final long PRIVATE_EXPEDITED = 1 << 3;
    private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

    private static final String FORM = System.getProperty("bytering.barrier", "adaptive");

    /** A function of the system, which takes a command and returns 0; null if each side has its own fence. */
    private static final @Nullable MethodHandle FUNCTION = find();

    private static final boolean ASYMMETRIC = FUNCTION != null;

    private static final Forced FORCED = new Forced(
            switch (FORM) {
                case "asymmetric" -> Integer.MAX_VALUE;
                case "changing" -> 0;
                default -> Forced.PER_SECOND;
            });

    private Barrier() {}

    /** Whether the side that moves has no fence. */
    public static boolean isAsymmetric() {
        return ASYMMETRIC;
    }

    /** Whether whoever sleeps has been forcing too many fences of late to begin without: then the side that moves has its own. */
    public static boolean isCrowded() {
        return ASYMMETRIC && FORCED.isCrowded();
    }

    /** The side that moves: as release. And as a full fence, unless {@link #isAsymmetric}. */
    public static void publish(Cursor position, long value) {
        if (ASYMMETRIC) {
            position.storeRelease(value);
            VarHandle.acquireFence(); // for the compiler: the slot is loaded after this
        } else {
            position.storeVolatile(value);
        }
    }

    /** The side that moves: a full fence after {@link #publish}, where that was none. */
    public static void afterPublish() {
        if (ASYMMETRIC) {
            VarHandle.fullFence();
        }
    }

    /** Whether one more fence may be forced upon others without being felt; counts as done. */
    public static boolean mayForce() {
        return FORCED.take();
    }

    /** A full fence on every running thread of the process. Only where it {@link #isAsymmetric}. */
    public static void force() {
        MethodHandle function = FUNCTION;
        if (function != null) {
            call(function, PRIVATE_EXPEDITED);
        }
    }

    private static void call(MethodHandle function, long command) {
        long result = invoke(function, command);
        if (result != 0) {
            throw new IllegalStateException("membarrier could be registered, and now returns " + result
                    + "; start java with -Dbytering.barrier=fence");
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
        if (FORM.equals("fence")
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
