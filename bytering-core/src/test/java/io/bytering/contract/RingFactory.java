package io.bytering.contract;

import io.bytering.ByteRing;

/** Makes the rings that a contract suite is run against. */
interface RingFactory {
    /** A fresh ring whose two positions are at {@code startPosition}. */
    ByteRing ring(int capacity, long startPosition);

    default ByteRing ring(int capacity) {
        return ring(capacity, 0);
    }
}
