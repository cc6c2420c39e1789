package io.bytering.broadcast;

import io.bytering.BroadcastRings;
import io.bytering.ByteRing;
import io.bytering.contract.BroadcastRingContractTest;
import io.bytering.storage.Storage;

class HeapBroadcastRingTest extends BroadcastRingContractTest {
    @Override
    public ByteRing ring(int capacity, long startPosition) {
        return BroadcastRings.withOneReader(Storage.heap(), capacity, startPosition, true);
    }
}
