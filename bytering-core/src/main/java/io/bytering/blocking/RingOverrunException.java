package io.bytering.blocking;

import java.io.IOException;

/**
 * The writer overwrote bytes before a call that takes several looks at the ring had them all. Only a reader that its writer
 * does not wait for meets it ({@link io.bytering.RingReader#isLossy}). No call goes on behind such a gap, as nothing would tell
 * where it is: the next call begins behind it.
 */
public final class RingOverrunException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long missedBytes;
    private final long bytesTransferred;

    RingOverrunException(long missedBytes, long bytesTransferred, String rest) {
        super(missedBytes + " bytes were overwritten before they were read, after " + bytesTransferred + " of the call"
                + rest);
        this.missedBytes = missedBytes;
        this.bytesTransferred = bytesTransferred;
    }

    /**
     * The length of the gap.
     *
     * @return bytes that were overwritten, 1 or more
     */
    public long missedBytes() {
        return missedBytes;
    }

    /**
     * The bytes before the gap that the call has moved: they are in its array, its buffer or its target.
     *
     * @return how many, 0 or more; 0 if the call has no such place, so that the stream keeps them for its next reads
     */
    public long bytesTransferred() {
        return bytesTransferred;
    }
}
