package io.bytering.internal;

/**
 * Marks memory whose close does no harm to a call that is still inside: either the garbage collector frees it, or each access
 * after the close throws. Memory without this mark, such as that of a pool, may be somebody else's as soon as it is closed, so
 * it may be closed only when no call is inside.
 */
public interface SafelyFreed {}
