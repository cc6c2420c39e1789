package io.bytering;

import io.bytering.internal.Cursor;

/** What a writer that may overwrite unread bytes tells about them. Stored by the writer. */
final class History {
    /**
     * Bytes from this position on are intact. Stored before anything older is overwritten, so a reader that copied bytes and then
     * finds this still before them has copied what was written.
     */
    final Cursor oldest;

    /** The base before the one in {@link RingState#wrapAt}. Stored before that, and after {@link #oldest} has passed it. */
    final Cursor previousWrap;

    private final long origin;
    private final int itemSize;

    /** A ring of items of {@code itemSize} bytes, none of which is ever to be overwritten in part. */
    History(long origin, int itemSize) {
        this.oldest = new Cursor(origin);
        this.previousWrap = new Cursor(origin);
        this.origin = origin;
        this.itemSize = itemSize;
    }

    /** The end of the item that the position is in; the position itself between two. */
    long endOfItem(long position) {
        return position + Math.floorMod(origin - position, (long) itemSize);
    }
}
