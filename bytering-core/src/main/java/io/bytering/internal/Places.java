package io.bytering.internal;

/**
 * Where the messages of many writers lie: plain arithmetic on words, so that one compare-and-set takes a message's turn, its
 * bytes and its slot. docs/adr/0022-messages-of-many-writers.md tells why.
 *
 * <p>The memory is counted in units; the last may be a part of one. A message takes its length, rounded up to units, and one at
 * least, in one piece. A <em>word</em> says where somebody is, the next writer or the reader: from the top the sequence
 * number of the next message, the lap (one bit), the next unit, and whether nothing comes behind it any more ({@link #SEALED}). A
 * claim that stays in its lap is one addition.
 *
 * <p>A <em>slot</em> says how the claim of one message ended: from the top the phase (a bit that tells this round of all slots from
 * the one before, so that nothing is ever cleared), whether the message went back to index 0, the units taken (28 bits), and
 * the length, or {@link #ABORTED}.
 */
public final class Places {
    /** No room; and no place is this word, as a message takes a unit at least. */
    public static final long NONE = 0;

    /** The bit of a word behind which nothing is claimed any more. */
    public static final long SEALED = 1;

    /** The length of a message that never came. */
    public static final int ABORTED = -1;

    private static final long WENT_BACK = 1L << 62;
    private static final int UNITS_SHIFT = 32;
    private static final int UNITS_MASK = (1 << 28) - 1;

    private final int capacity;
    private final int units;
    private final int unitShift;
    private final int slots;
    private final long unitMask;
    private final long lap;
    private final int sequenceShift;
    private final int phaseShift;

    /**
     * For so many bytes, in units of {@code 1 << unitShift}, and {@code 1 << slotBits} messages at a time.
     */
    public Places(int capacity, int unitShift, int slotBits) {
        this.capacity = capacity;
        this.unitShift = unitShift;
        this.units = (int) ((capacity + (1L << unitShift) - 1) >>> unitShift);
        this.slots = 1 << slotBits;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(units); // the end of the memory is a unit too
        this.unitMask = (1L << bits) - 1;
        this.lap = 1L << (bits + 1);
        this.sequenceShift = bits + 2;
        this.phaseShift = sequenceShift + slotBits;
    }

    /** Bytes in all. */
    public int capacity() {
        return capacity;
    }

    /** How many messages there may be at a time. */
    public int slots() {
        return slots;
    }

    /** The units of a message. */
    public int units(int length) {
        return Math.max(1, (length + (1 << unitShift) - 1) >>> unitShift);
    }

    /** A word at index 0. */
    public long word(long sequence) {
        return sequence << sequenceShift;
    }

    /** The sequence number of the next message; it wraps around at fewer than 64 bits. */
    public long sequence(long word) {
        return word >>> sequenceShift;
    }

    /** How many messages lie between two words. */
    public int messages(long later, long earlier) {
        return (int) ((((later >>> sequenceShift) - (earlier >>> sequenceShift)) << sequenceShift) >>> sequenceShift);
    }

    // ------------------------------------------------------------------ claims

    /**
     * Where the next claim would end.
     *
     * @param tail where it would begin, not sealed
     * @param read where the reader is
     * @param need units
     * @param length bytes, which do not reach over the physical end even if the last unit does
     * @return the next tail, or {@link #NONE}
     */
    public long place(long tail, long read, long need, long length) {
        return place(tail, read, need, length, 1);
    }

    /** As the other, for several messages, as if they were one. */
    public long place(long tail, long read, long need, long length, int messages) {
        long filled = (((tail >>> sequenceShift) - (read >>> sequenceShift)) << sequenceShift) >>> sequenceShift;
        if (filled + messages > slots) {
            return NONE;
        }
        long at = (tail >>> 1) & unitMask;
        long end = at + need;
        long free = (read >>> 1) & unitMask;
        boolean fits = end <= units && (at << unitShift) + length <= capacity;
        if (((tail ^ read) & lap) != 0) { // a lap ahead of the reader, so up to it
            return fits && end <= free ? tail + (1L << sequenceShift) + (need << 1) : NONE;
        }
        if (fits) {
            return tail + (1L << sequenceShift) + (need << 1);
        }
        boolean drained = tail == read && length <= capacity && need <= units;
        return drained || need <= free ? ((tail & ~(unitMask << 1)) ^ lap) + (1L << sequenceShift) + (need << 1) : NONE;
    }

    /** Whether the message went back to index 0. */
    private boolean wentBack(long tail, long next) {
        return ((tail ^ next) & lap) != 0;
    }

    private long firstUnit(long tail, long next) {
        return wentBack(tail, next) ? 0 : (tail >>> 1) & unitMask;
    }

    /** The index of the first byte of the claim between two tails. */
    public int index(long tail, long next) {
        return (int) firstUnit(tail, next) << unitShift;
    }

    /** The end of the claim between two tails if it took no more units than so many bytes need. */
    public long shortened(long tail, long next, int length) {
        return (next & ~(unitMask << 1)) + ((firstUnit(tail, next) + units(length)) << 1);
    }

    // ------------------------------------------------------------------ slots

    /** The index of the slot of the message at a word. */
    public int slot(long word) {
        return (int) (word >>> sequenceShift) & (slots - 1);
    }

    /** What a slot holds before the message at a word is settled, if nothing was there before. */
    public long unsettled(long word) {
        return (word >>> phaseShift) << 63;
    }

    /** What settles the claim between two tails. */
    public long settled(long tail, long next, int length) {
        long taken = ((next >>> 1) & unitMask) - firstUnit(tail, next);
        return (~(tail >>> phaseShift) << 63)
                | (wentBack(tail, next) ? WENT_BACK : 0)
                | (taken << UNITS_SHIFT)
                | (length & 0xFFFF_FFFFL);
    }

    /** Whether a slot's value belongs to the message at a word. */
    public boolean isSettled(long slot, long word) {
        return (slot ^ (~(word >>> phaseShift) << 63)) >= 0;
    }

    /** Bytes of the message, or {@link #ABORTED}. */
    public static int length(long slot) {
        return (int) slot;
    }

    /** The index of the first byte of a settled message. */
    public int indexOf(long slot, long word) {
        return (slot & WENT_BACK) != 0 ? 0 : (int) ((word >>> 1) & unitMask) << unitShift;
    }

    /** Where the message behind a settled one begins. */
    public long after(long slot, long word) {
        long start = (slot & WENT_BACK) != 0 ? (word & ~(unitMask << 1)) ^ lap : word;
        return start + (1L << sequenceShift) + (unitsOf(slot) << 1);
    }

    /** The units that a settled message took. */
    public static long unitsOf(long slot) {
        return (slot >>> UNITS_SHIFT) & UNITS_MASK;
    }

    /** Units of all. */
    public int units() {
        return units;
    }

    /** Bytes of so many units. */
    public long bytes(long ofUnits) {
        return ofUnits << unitShift;
    }
}
