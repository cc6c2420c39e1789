package io.bytering;

import io.bytering.storage.Storage;

class HeapBroadcastRingTest extends BroadcastRingContractTest {
    @Override
    public ByteRing ring(int capacity, long startPosition) {
        return BroadcastRings.withOneReader(Storage.heap(), capacity, startPosition, true);
    }
}
