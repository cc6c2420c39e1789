/**
 * Rings seen as streams of items: numbers, or structs of a fixed size, with tags on single items.
 *
 * <p>{@link io.bytering.item.ItemRing} makes a ring for items of an {@link io.bytering.item.ItemType}; its halves, {@link
 * io.bytering.item.ItemWriter} and {@link io.bytering.item.ItemReader}, hand out typed slices of the ring's memory and count in
 * items. They are views of a {@link io.bytering.RingWriter} and a {@link io.bytering.RingReader}, so all that waits on those
 * serves items too, and either side may as well move bytes. An {@link io.bytering.item.ItemBroadcast} has many readers.
 *
 * <p>On Java 22 and later {@code MemorySegment.ofBuffer(slice)} shows the same memory as a segment, without a copy; it is
 * valid as long as the slice, and no longer. Keep the slice as long as you use the segment: the segment alone does not keep the
 * memory of a ring that is forgotten.
 */
@NullMarked
package io.bytering.item;

import org.jspecify.annotations.NullMarked;
