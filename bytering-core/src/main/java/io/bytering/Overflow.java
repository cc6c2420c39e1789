package io.bytering;

/** What becomes of bytes for which a ring has no room. */
public enum Overflow {
    /** The writer gets no room until the reader has made it: nothing is lost. */
    REFUSE,

    /**
     * The writer always has room, and never waits: the oldest bytes that were not read are overwritten. The reader goes on
     * at the oldest intact byte, and counts what it missed: {@link RingReader#missedBytes}, {@link RingReader#overruns},
     * {@link RingReader#underruns}. For sound and other things that are worth nothing when they come late.
     *
     * <p>No claim and no write is larger than half the capacity ({@link RingWriter#maxClaim}), so that the other half stays
     * intact meanwhile. The reader copies what waits into memory of its own, as much again as the ring's, and only offers
     * what was intact after that.
     */
    OVERWRITE_OLDEST
}
