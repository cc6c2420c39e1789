package io.bytering;

/** Keeps whatever lies before a half in memory off the lines of its fields: a superclass's fields come first. */
abstract class RingHalfPadding {
    // Takes the gap that an object header of 12 bytes leaves: otherwise a field of a subclass would.
    int p;

    // 128 bytes: two cache lines, because adjacent lines are fetched in pairs.
    long p00, p01, p02, p03, p04, p05, p06, p07;
    long p08, p09, p10, p11, p12, p13, p14, p15;
}
