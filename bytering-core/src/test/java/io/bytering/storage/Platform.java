package io.bytering.storage;

import io.bytering.internal.Cursor;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Which classes are under test: the base ones, or those of a multi-release jar that stand in for them. */
final class Platform {
    private Platform() {}

    static boolean isBase() {
        return Cursor.class.getSuperclass() == AtomicLong.class;
    }

    /** Memory is freed by the last close, and not by the garbage collector. */
    static boolean freesOnClose() {
        return !isBase() && Runtime.version().feature() >= 22;
    }

    /** A thread of the library's does it, a moment after the close. */
    static void awaitFreed(ByteBuffer memory) {
        while (true) {
            try {
                memory.get(0);
            } catch (IllegalStateException freed) {
                return;
            }
        }
    }
}
