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
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The asymmetric form: the side that falls asleep makes the system run a full fence on every other thread of the process that
 * is running ({@code membarrier} on Linux, {@code FlushProcessWriteBuffers} on Windows), so the side that moves needs none:
 * whatever it had stored before is visible then, and whatever it loads after sees who sleeps.
 *
 * <p>Only the compiler must be kept from moving the load of the slot before the store of the position. The Java memory model
 * has no word for that; an acquire fence between them does it in HotSpot, and costs nothing on x86.
 *
 * <p>{@code -Dbytering.barrier} chooses: {@code adaptive}, the default, so long as sleepers are few ({@link Forced}); {@code fence},
 * never. Tests set how many are few by {@code -Dbytering.forced}: 0 changes a ring over when somebody sleeps for the first time.
 *
 * <p>Where the system refuses one day what it did before, the JVM forces one more fence for each ring, by which the ring changes
 * over to fences of its own, and new rings begin with them ({@link ForcedFence}).
 */
public final class Barrier {
    /** Null if each side has its own fence. */
    private static final @Nullable ForcedFence FENCE = find();

    private static final boolean ASYMMETRIC = FENCE != null;

    private static final Forced FORCED = new Forced(Integer.getInteger("bytering.forced", Forced.PER_SECOND));

    private Barrier() {}

    /** Whether the side that moves has no fence. */
    public static boolean isAsymmetric() {
        return ASYMMETRIC;
    }

    /**
     * Whether a ring that is made now begins with fences on the side that moves: sleepers have forced too many of late, or none
     * can be forced any more.
     *
     * @throws IllegalArgumentException as {@link #requireKnownForm}
     */
    public static boolean isCrowded() {
        requireKnownForm();
        return FENCE != null && (FENCE.isLost() || FORCED.isCrowded());
    }

    /**
     * Comes before anything else of a ring is made.
     *
     * @throws IllegalArgumentException if the system property {@code bytering.barrier} has an unknown value
     */
    public static void requireKnownForm() {
        BarrierForm.requireKnown();
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

    /** As the other, for an element. */
    public static void publish(AtomicLongArray array, int index, long value) {
        if (ASYMMETRIC) {
            array.setRelease(index, value);
            VarHandle.acquireFence();
        } else {
            array.set(index, value);
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
        return FENCE != null && !FENCE.isLost() && FORCED.take();
    }

    /** A full fence on every running thread of the process: the system's where it {@link #isAsymmetric}, else the JVM's. */
    public static void force() {
        if (FENCE != null) {
            FENCE.force();
        } else {
            handshake();
        }
    }

    private static @Nullable ForcedFence find() {
        if (BarrierForm.isFence()
                || !Barrier.class.getModule().isNativeAccessEnabled()) { // a call would print a warning, or be refused
            return null;
        }
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        try {
            ForcedFence.Calls system =
                    name.contains("linux") ? membarrier() : name.contains("windows") ? flush() : null;
            return system != null && system.register() ? new ForcedFence(system, Barrier::handshake) : null;
        } catch (RuntimeException | LinkageError e) {
            return null; // then with a fence on either side
        }
    }

    /**
     * The close of a shared arena makes the JVM shake hands with each of its threads: one that runs stops for it, and stopping
     * and going on are full fences; one that waits or is in native code has one on its way back. No other thread moves a ring.
     */
    private static void handshake() {
        Arena.ofShared().close();
    }

    /** See membarrier(2): the system call has no function of its own in the C library. */
    private static ForcedFence.@Nullable Calls membarrier() {
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
        return new Membarrier(
                MethodHandles.insertArguments(MethodHandles.insertArguments(syscall, 2, 0L, 0L), 0, number));
    }

    private static ForcedFence.Calls flush() {
        return new Flush(Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup("kernel32", Arena.global())
                                .find("FlushProcessWriteBuffers")
                                .orElseThrow(),
                        FunctionDescriptor.ofVoid()));
    }

    private static AssertionError undeclared(Throwable thrown) {
        if (thrown instanceof Error error) { // of the JVM: no stack left
            throw error;
        }
        return new AssertionError(thrown);
    }

    /** The function takes a command and returns 0. */
    private record Membarrier(MethodHandle ofCommand) implements ForcedFence.Calls {
        private static final long PRIVATE_EXPEDITED = 1 << 3;
        private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

        @Override
        public boolean register() {
            return succeeds(REGISTER_PRIVATE_EXPEDITED);
        }

        @Override
        public boolean force() {
            return succeeds(PRIVATE_EXPEDITED);
        }

        private boolean succeeds(long command) {
            try {
                return (long) ofCommand.invokeExact(command) == 0;
            } catch (Throwable e) {
                throw undeclared(e);
            }
        }
    }

    /** The function can't fail. */
    private record Flush(MethodHandle function) implements ForcedFence.Calls {
        @Override
        public boolean register() {
            return true;
        }

        @Override
        public boolean force() {
            try {
                function.invokeExact();
                return true;
            } catch (Throwable e) {
                throw undeclared(e);
            }
        }
    }
}
