/**
 * Whole messages from many writers to one reader.
 *
 * <p>{@link io.bytering.message.MessageRing} is the ring. Each thread that sends makes a {@link
 * io.bytering.message.MessageWriter} of its own; the ring's {@link io.bytering.message.MessageReader} belongs to one thread. No
 * call here waits.
 */
@NullMarked
package io.bytering.message;

import org.jspecify.annotations.NullMarked;
