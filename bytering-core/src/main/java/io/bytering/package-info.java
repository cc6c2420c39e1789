/**
 * The ring: lock-free, never waits, knows no threads.
 *
 * <p>{@link io.bytering.ByteRing} joins one {@link io.bytering.RingWriter} and one {@link io.bytering.RingReader}; a {@link
 * io.bytering.BroadcastRing} has many readers. Every call on a half returns at once; {@link io.bytering.Waiter} is the one door through which waiting is added from
 * outside, by threads ({@code io.bytering.blocking}), coroutines or anything else that can be woken.
 */
@NullMarked
package io.bytering;

import org.jspecify.annotations.NullMarked;
