package io.bytering;

import io.bytering.storage.Storage;
import io.bytering.testing.Recovered;

/** Rings on mirrored memory that are smaller than a page, and stand just before the second mapping begins. */
public final class MirroredRings {
    private MirroredRings() {}

    /** A fresh ring whose halves reach the seam after so many bytes. */
    public static ByteRing beforeTheSeam(int capacity, long startPosition, int bytes) {
        ByteRing ring = ByteRing.builder()
                .capacity(capacity)
                .exact()
                .storage(Recovered.storage(Storage.mirrored()))
                .startPosition(startPosition)
                .build();
        int index = ring.writer().state.mapped - bytes;
        ring.writer().base -= index;
        ring.reader().base -= index;
        return ring;
    }
}
