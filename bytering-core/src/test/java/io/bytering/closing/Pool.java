package io.bytering.closing;

import io.bytering.storage.Memory;
import io.bytering.storage.Storage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage with one array, which is scribbled over as soon as it is given back, as the next ring would do. */
final class Pool implements Storage {
    static final byte NEXT = 0x77;

    final byte[] array;

    /** How often the memory was given back. */
    final AtomicInteger closed = new AtomicInteger();

    Pool(int capacity) {
        this.array = new byte[capacity];
    }

    @Override
    public Memory allocate(int capacity, int alignment) {
        return new Memory(ByteBuffer.wrap(array)) {
            @Override
            public void close() {
                Arrays.fill(array, NEXT);
                closed.incrementAndGet();
            }
        };
    }

    /** Whether nobody has written since it was given back. */
    boolean isTheNextUsers() {
        for (byte b : array) {
            if (b != NEXT) {
                return false;
            }
        }
        return true;
    }
}
