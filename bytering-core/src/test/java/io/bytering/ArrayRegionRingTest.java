package io.bytering;

import io.bytering.contract.SignallingRingContractTest;
import java.nio.ByteBuffer;

/** Over the middle of a user's array. */
class ArrayRegionRingTest extends SignallingRingContractTest {
    @Override
    public ByteRing ring(int capacity, long startPosition) {
        return ByteRing.builder()
                .over(ByteBuffer.wrap(new byte[capacity + 16], 11, capacity))
                .startPosition(startPosition)
                .build();
    }
}
