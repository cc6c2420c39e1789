package io.bytering.broadcast;

import io.bytering.BroadcastRings;
import io.bytering.ByteRing;
import io.bytering.contract.BroadcastRingContractTest;
import io.bytering.storage.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

@Tag("overlays")
@EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
class MirroredBroadcastRingTest extends BroadcastRingContractTest {
    @Override
    public ByteRing ring(int capacity, long startPosition) {
        return BroadcastRings.withOneReader(Storage.mirrored(), capacity, startPosition, true);
    }
}
