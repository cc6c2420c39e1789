package io.bytering;

import io.bytering.contract.SignallingRingContractTest;
import io.bytering.storage.Storage;
import org.junit.jupiter.api.Tag;

@Tag("overlays")
class HeapRingTest extends SignallingRingContractTest {
    @Override
    public ByteRing ring(int capacity, long startPosition) {
        return ByteRing.builder()
                .capacity(capacity)
                .storage(Storage.heap())
                .startPosition(startPosition)
                .build();
    }
}
