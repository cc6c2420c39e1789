package io.bytering.item.contract;

import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import io.bytering.storage.Storage;
import java.nio.Buffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

@Tag("overlays")
@EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
class MirroredItemRingTest extends ItemRingContractTest {
    @Override
    public <B extends Buffer> ItemRing<B> ring(ItemType<B> type, int capacity) {
        return ItemRing.builder(type)
                .capacity(capacity)
                .storage(Storage.mirrored())
                .build();
    }
}
