package io.bytering.stress;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What {@link RingOperations} must look like from outside: a queue of so many bytes with two ends. */
public class QueueOfBytes {
    private final Queue<Integer> bytes = new ArrayDeque<>();
    private final int capacity;
    private boolean ended;
    private boolean abandoned;

    public QueueOfBytes() {
        this(RingOperations.CAPACITY);
    }

    QueueOfBytes(int capacity) {
        this.capacity = capacity;
    }

    public boolean tryWriteAll(int length, int value) throws RingAbandonedException {
        requireWritable();
        if (capacity - bytes.size() < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            bytes.add(value);
        }
        return true;
    }

    public int writeOne(int value) throws RingAbandonedException {
        return tryWriteAll(1, value) ? 1 : 0;
    }

    public void closeWriter() {
        ended = true;
    }

    public boolean isAbandoned() {
        return abandoned;
    }

    public String tryReadAll(int length) {
        requireReadable();
        if (bytes.size() < length) {
            return "not now";
        }
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            read.add(bytes.remove());
        }
        return read.toString();
    }

    public int readOne() {
        requireReadable();
        return bytes.isEmpty() ? (ended ? 1 : 0) : bytes.remove();
    }

    public int readableBytes() {
        return abandoned ? 0 : bytes.size();
    }

    public boolean isExhausted() {
        return ended && readableBytes() == 0;
    }

    public void closeReader() {
        abandoned = true;
    }

    private void requireWritable() throws RingAbandonedException {
        if (ended) {
            throw new RingClosedException("writer");
        }
        if (abandoned) {
            throw new RingAbandonedException(null);
        }
    }

    private void requireReadable() {
        if (abandoned) {
            throw new RingClosedException("reader");
        }
    }

    /** Wrong: the last byte's room is never used, as in rings that can't tell full from empty otherwise. */
    public static class OneByteShort extends QueueOfBytes {
        public OneByteShort() {
            super(RingOperations.CAPACITY - 1);
        }
    }
}
