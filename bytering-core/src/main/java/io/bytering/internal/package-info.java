/** Building blocks of the ring. Not exported: nothing here is promised to anyone. */
@NullMarked
package io.bytering.internal;

import org.jspecify.annotations.NullMarked;
