package io.bytering.contract;

import io.bytering.ByteRing;
import org.junit.jupiter.api.Nested;

/** All that a writer and a reader promise, whatever their ring and its memory. A subclass says how such a ring is made. */
abstract class HalvesContractTest implements RingFactory {
    @Nested
    class Writing extends WritingContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Reading extends ReadingContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Fill extends FillContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Drain extends DrainContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Slices extends SlicesContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Claims extends ClaimsContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Peek extends PeekContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class TransferFrom extends TransferFromContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class TransferTo extends TransferToContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class EndOfStream extends EndOfStreamContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }

    @Nested
    class Statistics extends StatisticsContractTest {
        @Override
        public ByteRing ring(int capacity, long startPosition) {
            return HalvesContractTest.this.ring(capacity, startPosition);
        }
    }
}
