/**
 * Where the bytes of a ring live. A {@link io.bytering.storage.Storage} says how memory is made, a
 * {@link io.bytering.storage.Memory} is one piece of it. This package knows nothing of rings.
 */
@NullMarked
package io.bytering.storage;

import org.jspecify.annotations.NullMarked;
