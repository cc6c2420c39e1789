package io.bytering.item.contract;

import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import java.nio.Buffer;
import org.junit.jupiter.api.Nested;

/** All that every ring of items promises, whatever its memory. A subclass says how such a ring is made. */
abstract class ItemRingContractTest implements ItemRingFactory {
    @Nested
    class Slices extends ItemSlicesContractTest {
        @Override
        public <B extends Buffer> ItemRing<B> ring(ItemType<B> type, int capacity) {
            return ItemRingContractTest.this.ring(type, capacity);
        }
    }

    @Nested
    class Tags extends TagsContractTest {
        @Override
        public <B extends Buffer> ItemRing<B> ring(ItemType<B> type, int capacity) {
            return ItemRingContractTest.this.ring(type, capacity);
        }
    }

    @Nested
    class Endings extends ItemEndingsContractTest {
        @Override
        public <B extends Buffer> ItemRing<B> ring(ItemType<B> type, int capacity) {
            return ItemRingContractTest.this.ring(type, capacity);
        }
    }
}
