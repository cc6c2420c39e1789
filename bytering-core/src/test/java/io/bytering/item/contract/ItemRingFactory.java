package io.bytering.item.contract;

import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import java.nio.Buffer;

/** Makes the rings that a contract suite is run against. */
interface ItemRingFactory {
    /** A fresh ring of at least so many items. */
    <B extends Buffer> ItemRing<B> ring(ItemType<B> type, int capacity);
}
