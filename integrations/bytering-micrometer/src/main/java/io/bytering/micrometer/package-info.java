/** {@link io.bytering.RingStatistics} as Micrometer's meters. */
@NullMarked
package io.bytering.micrometer;

import org.jspecify.annotations.NullMarked;
