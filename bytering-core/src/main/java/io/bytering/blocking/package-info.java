/**
 * Waiting with threads, platform or virtual, and the bridges to {@code java.io} and {@code java.nio}.
 *
 * <p>{@link io.bytering.blocking.BlockingReader} and {@link io.bytering.blocking.BlockingWriter} wrap any half;
 * {@link io.bytering.blocking.WaitStrategy} says how they wait. Either half may be blocking while the other is not.
 */
@NullMarked
package io.bytering.blocking;

import org.jspecify.annotations.NullMarked;
