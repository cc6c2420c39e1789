package io.bytering.cli.copy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.bytering.cli.system.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** As the class it replaces, with the calls of Linux. Access control lists are attributes there, too. */
final class ExtendedAttributes {
    /** As much as Linux lets them be. */
    private static final long LARGEST = 64 * 1024;

    private ExtendedAttributes() {}

    static boolean copy(Path from, Path to) {
        if (!SystemCall.areThere()) {
            return true;
        }
        try (Arena arena = Arena.ofConfined()) {
            long source = SystemCall.name(from, arena).address();
            long target = SystemCall.name(to, arena).address();
            MemorySegment names = arena.allocate(LARGEST);
            long end = SystemCall.LISTXATTR.call(source, names.address(), LARGEST, 0, 0);
            MemorySegment value = arena.allocate(LARGEST);
            MemorySegment found = arena.allocate(LARGEST);
            for (long at = 0; at < end; at++) { // names end with a zero; none at all if the file system has none
                long name = names.address() + at;
                long length = get(source, name, value);
                boolean same = length >= 0
                        && get(target, name, found) == length
                        && found.asSlice(0, length).mismatch(value.asSlice(0, length)) < 0;
                if (!same && (length < 0 || SystemCall.SETXATTR.call(target, name, value.address(), length, 0) != 0)) {
                    return false;
                }
                while (names.get(JAVA_BYTE, at) != 0) {
                    at++;
                }
            }
            return true;
        }
    }

    private static long get(long file, long name, MemorySegment to) {
        return SystemCall.GETXATTR.call(file, name, to.address(), LARGEST, 0);
    }
}
