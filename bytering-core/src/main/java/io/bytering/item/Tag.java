package io.bytering.item;

import io.bytering.internal.Checks;
import java.util.Objects;

/** A value attached to an item. Immutable, as far as the value is. */
public final class Tag {
    private final int index;
    private final Object value;

    private Tag(int index, Object value) {
        this.index = index;
        this.value = value;
    }

    /**
     * A tag to be produced.
     *
     * @param index of its item among those that are produced together with it, 0 or more
     * @param value anything; it reaches the readers as it is, with all that was done to it before
     * @return the tag
     * @throws IllegalArgumentException if the index is negative
     */
    public static Tag of(int index, Object value) {
        Checks.within("index of a tag", index, 0, Integer.MAX_VALUE);
        return new Tag(index, Objects.requireNonNull(value, "value of a tag"));
    }

    /**
     * The place of its item.
     *
     * @return items before it: of those produced together with it, or, from a reader, of those not consumed yet
     */
    public int index() {
        return index;
    }

    /**
     * What is attached.
     *
     * @return the very object
     */
    public Object value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tag && ((Tag) other).index == index && ((Tag) other).value.equals(value);
    }

    @Override
    public int hashCode() {
        return 31 * index + value.hashCode();
    }

    @Override
    public String toString() {
        return "Tag[" + index + ": " + value + "]";
    }
}
