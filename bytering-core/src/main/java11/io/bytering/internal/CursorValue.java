package io.bytering.internal;

/** The value between two stretches of padding: a superclass's fields lie before those of its subclasses. */
abstract class CursorValue extends CursorPadding {
    long value;
}
