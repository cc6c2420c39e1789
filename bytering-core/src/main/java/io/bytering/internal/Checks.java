package io.bytering.internal;

/** Argument checks whose messages carry the numbers. The throwing is kept out of line, so that the checks inline. */
public final class Checks {
    private Checks() {}

    /** {@code offset} and {@code length} lie within an array of {@code size} bytes. */
    public static void range(int size, int offset, int length) {
        if ((offset | length) < 0 || offset > size - length) {
            throw new IndexOutOfBoundsException("offset and length must lie within the array: offset=" + offset
                    + ", length=" + length + ", array length=" + size);
        }
    }

    /** {@code value} lies within {@code low..high}. */
    public static void within(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw outside(name, value, low, high);
        }
    }

    /** So many bytes can ever be free at once, {@code most} of a ring's capacity: {@code value} lies within {@code low..most}. */
    public static void room(String name, int value, int low, int most, int capacity) {
        if (value < low || value > most) {
            throw most < capacity && value > most
                    ? pastHistory(name, value, low, most, capacity)
                    : outside(name, value, low, most);
        }
    }

    /** A count that a callback or a channel returned lies within {@code low..high}. */
    public static void count(String what, long value, int low, int high) {
        if (value < low || value > high) {
            throw outside("the count returned by the " + what, value, low, high);
        }
    }

    private static IllegalArgumentException outside(String name, long value, long low, long high) {
        String range = high == Integer.MAX_VALUE ? "at least " + low : "in " + low + ".." + high;
        return new IllegalArgumentException(name + " must be " + range + ": " + value);
    }

    private static IllegalArgumentException pastHistory(String name, int value, int low, int most, int capacity) {
        return new IllegalArgumentException(name + " must be in " + low + ".." + most + ": " + value
                + "; this ring keeps the newest " + (capacity - most) + " bytes of its capacity=" + capacity
                + " intact, as history");
    }
}
