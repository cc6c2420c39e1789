package io.bytering.internal;

import java.nio.ByteBuffer;

/** The same pages mapped twice, back to back. A user of the buffer keeps this object reachable meanwhile. */
public interface Mapping {
    /** Twice as large as what is mapped; always the same buffer. */
    ByteBuffer buffer();

    /** Unmaps, now or once nobody can reach the bytes any more. Idempotent. */
    void close();
}
