package io.bytering.stress;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * What one writer and one reader may do at the same time, for Lincheck. All that answers with how much there is is all or
 * nothing here: a count of what was there a moment ago is not what any order of whole calls would give.
 */
@Param(name = "length", gen = IntGen.class, conf = "1:3")
@Param(name = "value", gen = IntGen.class, conf = "2:9")
public class RingOperations {
    static final int CAPACITY = 3;

    private final ByteRing ring = Moves.ring(CAPACITY);
    private final RingWriter writer = ring.writer();
    private final RingReader reader = ring.reader();

    @Operation(nonParallelGroup = "writer")
    public boolean tryWriteAll(@Param(name = "length") int length, @Param(name = "value") int value)
            throws RingAbandonedException {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return writer.tryWriteAll(bytes, 0, length);
    }

    @Operation(nonParallelGroup = "writer")
    public int writeOne(@Param(name = "value") int value) throws RingAbandonedException {
        return writer.write(new byte[] {(byte) value}, 0, 1);
    }

    @Operation(nonParallelGroup = "writer")
    public void closeWriter() {
        writer.close();
    }

    @Operation
    public boolean isAbandoned() {
        return writer.isAbandoned();
    }

    @Operation(nonParallelGroup = "reader")
    public String tryReadAll(@Param(name = "length") int length) {
        byte[] bytes = new byte[length];
        return reader.tryReadAll(bytes, 0, length) ? Arrays.toString(bytes) : "not now";
    }

    @Operation(nonParallelGroup = "reader")
    public int readOne() {
        byte[] bytes = new byte[1];
        int count = reader.read(bytes, 0, 1);
        return count == 1 ? bytes[0] : -count; // 0: nothing just now, 1: never again, which no value is
    }

    @Operation(nonParallelGroup = "reader")
    public int readableBytes() {
        return reader.readableBytes();
    }

    @Operation(nonParallelGroup = "reader")
    public boolean isExhausted() {
        return reader.isExhausted();
    }

    @Operation(nonParallelGroup = "reader")
    public void closeReader() {
        reader.close();
    }

    /** Also by claims, which take another way round the ring. A queue of bytes does not know when they succeed. */
    public static class WithClaims extends RingOperations {
        @Operation(nonParallelGroup = "writer")
        public boolean claim(@Param(name = "length") int length, @Param(name = "value") int value)
                throws RingAbandonedException {
            ByteBuffer claim = super.writer.claim(length);
            if (claim == null) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                claim.put((byte) value);
            }
            super.writer.commit(length);
            return true;
        }

        @Operation(nonParallelGroup = "reader")
        public String peek() {
            ByteBuffer bytes = super.reader.peek();
            StringBuilder seen = new StringBuilder();
            int count = bytes.remaining();
            while (bytes.hasRemaining()) {
                seen.append(bytes.get());
            }
            super.reader.consume(count);
            return seen.toString();
        }
    }
}
