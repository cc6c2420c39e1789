package io.bytering.contract;

import io.bytering.ByteRing;
import org.junit.jupiter.api.Nested;

/** What a ring built with signals promises besides. */
public abstract class SignallingRingContractTest extends RingContractTest {
    @Nested
    class Arm extends ArmContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return SignallingRingContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Wake extends WakeContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return SignallingRingContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class CountedWaits extends CountedWaitsContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return SignallingRingContractTest.this.ring(capacity, startPosition);
        }
    }
}
