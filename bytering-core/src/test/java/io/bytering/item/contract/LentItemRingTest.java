package io.bytering.item.contract;

import io.bytering.ByteRing;
import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/** Over memory of the user's own that no number is aligned in, without signals. */
class LentItemRingTest extends ItemRingContractTest {
    @Override
    public <B extends Buffer> ItemRing<B> ring(ItemType<B> type, int capacity) {
        ByteBuffer odd = ByteBuffer.allocateDirect(capacity * type.bytes() + 1).position(1);
        return ItemRing.over(ByteRing.builder().over(odd).signals(false).build(), type);
    }
}
