package io.bytering.samples.foreign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/**
 * A library in C writes into the ring: a claim is a piece of native memory, so it gets the claim's address, and nothing is
 * copied afterwards. Here {@code snprintf} prints one line into each.
 */
public final class NativeLines {
    private static final int LONGEST = 64;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SNPRINTF = LINKER.downcallHandle(
            LINKER.defaultLookup().find("snprintf").orElseThrow(),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_DOUBLE),
            Linker.Option.firstVariadicArg(3));

    private NativeLines() {}

    /**
     * Prints a line, if there is room for the longest.
     *
     * @param format C's, for an int and a double
     */
    public static boolean print(RingWriter writer, MemorySegment format, int number, double value) throws IOException {
        var claim = writer.claim(LONGEST);
        if (claim == null) {
            return false; // no room just now
        }
        int length;
        try {
            length = (int) SNPRINTF.invokeExact(MemorySegment.ofBuffer(claim), (long) LONGEST, format, number, value);
        } catch (Throwable e) {
            writer.abort();
            throw new AssertionError("snprintf throws nothing", e);
        }
        if (length < 0 || length >= LONGEST) {
            writer.abort();
            throw new IOException("a line must be shorter than " + LONGEST + " bytes: " + length);
        }
        writer.commit(length); // without the zero at its end
        return true;
    }

    /** Prints the square roots of 1 to 10,000 to standard output. */
    public static void main(String[] args) throws IOException {
        try (ByteRing ring = ByteRing.ofCapacity(4096);
                Arena arena = Arena.ofConfined()) {
            MemorySegment format = arena.allocateFrom("%d %.4f\n");
            WritableByteChannel out = Channels.newChannel(System.out);
            for (int i = 1; i <= 10_000; i++) {
                while (!print(ring.writer(), format, i, Math.sqrt(i))) {
                    writeAll(ring.reader(), out);
                }
            }
            writeAll(ring.reader(), out);
        }
    }

    private static void writeAll(RingReader reader, WritableByteChannel out) throws IOException {
        while (reader.readableBytes() > 0) {
            reader.consume(out.write(reader.peek()));
        }
    }
}
