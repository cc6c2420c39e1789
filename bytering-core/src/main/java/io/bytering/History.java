package io.bytering;

import io.bytering.internal.Cursor;

/** What a writer that may overwrite unread bytes tells about them. Stored by the writer. */
final class History {
    /**
     * Bytes from this position on are intact. Stored before anything older is overwritten, so whoever copied bytes and then
     * finds this still before them has copied what was written.
     */
    final Cursor oldest;

    /** The base before the one in {@link RingState#wrapAt}. Stored before that, and after {@link #oldest} has passed it. */
    final Cursor previousWrap;

    History(long origin) {
        this.oldest = new Cursor(origin);
        this.previousWrap = new Cursor(origin);
    }
}
