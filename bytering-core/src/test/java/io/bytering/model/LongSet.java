package io.bytering.model;

/** The states that were seen: a set of longs, by open addressing. */
final class LongSet {
    private long[] slots = new long[1 << 16];
    private boolean zero;
    private int size;

    int size() {
        return size;
    }

    /** Whether the value is new. */
    boolean add(long value) {
        if (value == 0) {
            size += zero ? 0 : 1;
            return !zero && (zero = true);
        }
        if (2 * size > slots.length) {
            grow();
        }
        int slot = slotOf(value);
        if (slots[slot] == value) {
            return false;
        }
        slots[slot] = value;
        size++;
        return true;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (long value : old) {
            if (value != 0) {
                slots[slotOf(value)] = value;
            }
        }
    }

    private int slotOf(long value) {
        long mixed = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & slots.length - 1;
        while (slots[slot] != 0 && slots[slot] != value) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }
}
