package io.bytering.contract;

import io.bytering.ByteRing;
import org.junit.jupiter.api.Nested;

/** What the writer of a ring with many readers and its only reader promise: all that those of a ring with one do. */
public abstract class BroadcastRingContractTest extends HalvesContractTest {
    @Nested
    class Arm extends ArmContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return BroadcastRingContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Wake extends WakeContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return BroadcastRingContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class CountedWaits extends CountedWaitsContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return BroadcastRingContractTest.this.ring(capacity, startPosition);
        }
    }
}
