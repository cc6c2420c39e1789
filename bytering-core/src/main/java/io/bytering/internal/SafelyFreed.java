package io.bytering.internal;

/**
 * Marks memory that may be closed while a copy of one half may still be under way: the garbage collector frees it, or the library
 * does once nobody copies any more ({@link Copying}), and each access after that throws. Memory without this mark, such as that of a
 * pool, may be somebody else's as soon as it is closed, so it may be closed only when no call is inside.
 */
public interface SafelyFreed {}
