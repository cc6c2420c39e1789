package io.bytering.fuzz;

import java.util.Iterator;
import java.util.random.RandomGenerator;

/** A fuzzer's bytes as choices, of which small ones take one byte; zeros, when there are no more bytes. */
public final class FuzzInput implements RandomGenerator, Iterator<RandomGenerator> {
    private final byte[] bytes;
    private int next;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether there are bytes for one more call. */
    @Override
    public boolean hasNext() {
        return next < bytes.length;
    }

    @Override
    public RandomGenerator next() {
        return this;
    }

    private long bits(int count) {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits = bits << 8 | (hasNext() ? bytes[next++] & 0xFF : 0);
        }
        return bits;
    }

    @Override
    public boolean nextBoolean() {
        return bits(1) % 2 == 1;
    }

    @Override
    public int nextInt() {
        return (int) bits(Integer.BYTES);
    }

    @Override
    public int nextInt(int bound) {
        return (int) (bits(bound <= 1 << 8 ? 1 : bound <= 1 << 16 ? 2 : 4) % bound);
    }

    @Override
    public int nextInt(int origin, int bound) {
        return origin + nextInt(bound - origin);
    }

    @Override
    public long nextLong() {
        return bits(Long.BYTES);
    }
}
