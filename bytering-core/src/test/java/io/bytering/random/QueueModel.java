package io.bytering.random;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a ring holds, as a plain queue: each byte, and the index where it lies. From that follows all the rest: which room
 * is contiguous, which claim succeeds, when a waiter must be woken.
 */
final class QueueModel {
    final int capacity;
    final long start;

    /** The distance between the two mappings of mirrored memory, where nothing ever wraps; 0 for other memory. */
    final int mapped;

    private final boolean startsOver;
    private final ArrayDeque<Byte> bytes = new ArrayDeque<>();
    private final ArrayDeque<Integer> indexes = new ArrayDeque<>();

    /** Where the next byte goes; the capacity itself when that is the physical end. */
    private int at;

    /** Bytes in the queue that were written before the writer last went back to index 0. */
    private int beforeWrap;

    private long read;

    boolean writerClosed;
    boolean readerClosed;

    @Nullable
    Throwable writerCause;

    @Nullable
    Throwable readerCause;

    QueueModel(int capacity, long start, int mapped, int startIndex, boolean startsOver) {
        this.capacity = capacity;
        this.start = start;
        this.mapped = mapped;
        this.at = startIndex;
        this.startsOver = startsOver;
    }

    private QueueModel(QueueModel other) {
        this(other.capacity, other.start, other.mapped, other.at, other.startsOver);
        bytes.addAll(other.bytes);
        indexes.addAll(other.indexes);
        beforeWrap = other.beforeWrap;
        read = other.read;
    }

    boolean isClosed() {
        return writerClosed || readerClosed;
    }

    boolean isExhausted() {
        return writerClosed && bytes.isEmpty();
    }

    int size() {
        return bytes.size();
    }

    /** Bytes ever read. */
    long read() {
        return read;
    }

    /** Bytes ever written. */
    long written() {
        return read + size();
    }

    int tail() {
        if (mapped > 0) {
            return capacity - size();
        }
        return (beforeWrap == 0 ? capacity : indexes.getFirst()) - at;
    }

    int head() {
        if (mapped > 0) {
            return 0;
        }
        return beforeWrap > 0 ? 0 : bytes.isEmpty() ? at : indexes.getFirst();
    }

    int room() {
        return tail() + head();
    }

    /** The index of a claim, or −1 if it fails. */
    int claimIndex(int length) {
        return length <= tail() ? at : length <= largestAtStart() ? 0 : -1;
    }

    int largestAtStart() {
        return bytes.isEmpty() ? capacity : head(); // on mirrored memory that is what the tail is too
    }

    /** Bytes that can be peeked at. */
    int contiguous() {
        return beforeWrap > 0 ? beforeWrap : size();
    }

    /** Whether both are the same place: the physical end is index 0 too, and the second mapping is the first. */
    boolean isSame(int index, int expected) {
        return (index - expected) % (mapped > 0 ? mapped : capacity) == 0;
    }

    int firstIndex() {
        return indexes.getFirst();
    }

    byte[] content() {
        byte[] content = new byte[size()];
        int i = 0;
        for (byte b : bytes) {
            content[i++] = b;
        }
        return content;
    }

    int indexOf(byte value, int from) {
        int i = 0;
        for (Iterator<Byte> all = bytes.iterator(); all.hasNext(); i++) {
            if (all.next() == value && i >= from) {
                return i;
            }
        }
        return -1;
    }

    /** Over both slices. */
    void write(byte[] src, int count) {
        for (int i = 0; i < count; i++) {
            if (at == mapped) {
                at = 0;
            } else if (mapped == 0 && at == capacity) {
                wrap();
            }
            bytes.add(src[i]);
            indexes.add(at++);
        }
    }

    /** In one piece, where the claim was. */
    void writeClaimed(int index, byte[] src, int count) {
        if (count > 0 && mapped == 0 && index != at) {
            wrap();
        }
        write(src, count);
    }

    /** A channel is about to fill the room, which it does from index 0 in a ring for one reader that is drained. */
    void startOver() {
        if (bytes.isEmpty() && startsOver) {
            wrap();
        }
    }

    private void wrap() {
        beforeWrap = size();
        at = 0;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            bytes.remove();
            indexes.remove();
            beforeWrap = Math.max(beforeWrap - 1, 0);
        }
        read += count;
    }

    /** Bytes that must have been read, ever, until this is so. */
    long readUntil(Predicate<QueueModel> reached) {
        QueueModel later = new QueueModel(this);
        while (!reached.test(later)) {
            later.skip(1);
        }
        return later.read;
    }
}
