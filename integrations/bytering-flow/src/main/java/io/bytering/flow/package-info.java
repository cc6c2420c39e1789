/**
 * The halves of a ring as a publisher and a subscriber of {@link java.util.concurrent.Flow}: {@link io.bytering.flow.RingPublisher}
 * and {@link io.bytering.flow.RingSubscriber}. Neither blocks a thread.
 */
@NullMarked
package io.bytering.flow;

import org.jspecify.annotations.NullMarked;
