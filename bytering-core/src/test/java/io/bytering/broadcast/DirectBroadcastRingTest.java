package io.bytering.broadcast;

import io.bytering.BroadcastRings;
import io.bytering.ByteRing;
import io.bytering.contract.BroadcastRingContractTest;
import io.bytering.storage.Storage;
import org.junit.jupiter.api.Tag;

@Tag("overlays")
class DirectBroadcastRingTest extends BroadcastRingContractTest {
    @Override
    public ByteRing ring(int capacity, long startPosition) {
        return BroadcastRings.withOneReader(Storage.direct(), capacity, startPosition, true);
    }
}
