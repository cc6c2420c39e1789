package io.bytering;

import io.bytering.contract.SignallingRingContractTest;
import java.nio.ByteBuffer;

/** Over the middle of a user's direct buffer. */
class DirectRegionRingTest extends SignallingRingContractTest {
    @Override
    public ByteRing ring(int capacity, long startPosition) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(capacity + 16);
        return ByteRing.builder()
                .over(buffer.position(11).limit(11 + capacity))
                .startPosition(startPosition)
                .build();
    }
}
