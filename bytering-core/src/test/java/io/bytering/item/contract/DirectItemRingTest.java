package io.bytering.item.contract;

import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import io.bytering.storage.Storage;
import java.nio.Buffer;
import org.junit.jupiter.api.Tag;

@Tag("overlays")
class DirectItemRingTest extends ItemRingContractTest {
    @Override
    public <B extends Buffer> ItemRing<B> ring(ItemType<B> type, int capacity) {
        return ItemRing.builder(type)
                .capacity(capacity)
                .storage(Storage.direct())
                .build();
    }
}
