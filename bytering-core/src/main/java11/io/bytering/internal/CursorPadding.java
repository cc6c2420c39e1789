package io.bytering.internal;

/** The padding before the value: 128 bytes, because adjacent lines are fetched in pairs. */
abstract class CursorPadding {
    long p00, p01, p02, p03, p04, p05, p06, p07;
    long p08, p09, p10, p11, p12, p13, p14, p15;
}
