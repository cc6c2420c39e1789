package io.bytering.cli.terminal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** As the class it replaces, with {@code ioctl}: it follows a terminal whose window changes. */
final class TerminalSize {
    private static final int STANDARD_ERROR = 2;

    /** {@code struct winsize}: rows, columns, and the same in pixels. */
    private static final int WINSIZE = 4 * Short.BYTES;

    private TerminalSize() {}

    /** Found once: to be able to call the operating system takes a moment. */
    private static final class Call {
        static final long TIOCGWINSZ = switch (System.getProperty("os.name")) {
            case "Linux" -> 0x5413;
            case "Mac OS X" -> 0x40087468;
            default -> 0;
        };

        static final MethodHandle IOCTL =
                TIOCGWINSZ == 0 || !TerminalSize.class.getModule().isNativeAccessEnabled() ? null : find();

        static final MemorySegment SIZE = Arena.global().allocate(WINSIZE);

        private static MethodHandle find() {
            Linker linker = Linker.nativeLinker();
            FunctionDescriptor signature = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
            return linker.defaultLookup()
                    .find("ioctl")
                    .map(ioctl -> linker.downcallHandle(ioctl, signature, Linker.Option.firstVariadicArg(2)))
                    .orElse(null);
        }
    }

    static synchronized int columns() {
        if (Call.IOCTL == null) {
            return 0;
        }
        try {
            int error = (int) Call.IOCTL.invokeExact(STANDARD_ERROR, Call.TIOCGWINSZ, Call.SIZE);
            return error == 0 ? Short.toUnsignedInt(Call.SIZE.get(JAVA_SHORT, Short.BYTES)) : 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("ioctl throws nothing", e);
        }
    }
}
