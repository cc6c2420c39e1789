package io.bytering.cli.copy;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.bytering.cli.system.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** As the class it replaces, with the calls of Linux. Access control lists are attributes there, too. */
final class ExtendedAttributes {
    /** As much as Linux lets them be. */
    private static final long LARGEST = 64 * 1024;

    private static final class Calls {
        static final SystemCall LIST =
                SystemCall.of("listxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
        static final SystemCall GET =
                SystemCall.of("getxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
        static final SystemCall SET = SystemCall.of(
                "setxattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    private ExtendedAttributes() {}

    static boolean copy(Path from, Path to) {
        if (!SystemCall.IS_LINUX) {
            return true;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = SystemCall.name(from, arena);
            MemorySegment target = SystemCall.name(to, arena);
            MemorySegment names = arena.allocate(LARGEST);
            long end = (long) Calls.LIST.call(source, names, LARGEST);
            MemorySegment value = arena.allocate(LARGEST);
            MemorySegment found = arena.allocate(LARGEST);
            for (long at = 0; at < end; at++) { // names end with a zero; none at all if the file system has none
                MemorySegment name = names.asSlice(at);
                long length = (long) Calls.GET.call(source, name, value, LARGEST);
                boolean same = length >= 0
                        && (long) Calls.GET.call(target, name, found, LARGEST) == length
                        && found.asSlice(0, length).mismatch(value.asSlice(0, length)) < 0;
                if (!same && (length < 0 || (int) Calls.SET.call(target, name, value, length, 0) != 0)) {
                    return false;
                }
                while (names.get(JAVA_BYTE, at) != 0) {
                    at++;
                }
            }
            return true;
        }
    }
}
