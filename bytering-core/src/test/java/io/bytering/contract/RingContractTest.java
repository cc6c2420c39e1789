package io.bytering.contract;

import io.bytering.ByteRing;
import org.junit.jupiter.api.Nested;

/** All that every ring with one reader promises, whatever its memory. A subclass says how such a ring is made. */
public abstract class RingContractTest extends HalvesContractTest {
    @Nested
    class Endings extends EndingsContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return RingContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Failures extends FailuresContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return RingContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class OnAbandoned extends OnAbandonedContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return RingContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class UseAfterClose extends UseAfterCloseContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return RingContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class LentHalf extends LentHalfContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return RingContractTest.this.ring(capacity, startPosition);
        }
    }
}
