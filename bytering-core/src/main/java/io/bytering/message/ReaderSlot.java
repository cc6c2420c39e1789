package io.bytering.message;

import io.bytering.internal.WaiterSlot;

/** The slot of a reader that waits for one message, whichever comes behind it: the writer that settles this one wakes it. */
@SuppressWarnings("serial") // never is: the value lies in this object for speed
final class ReaderSlot extends WaiterSlot {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isReachedBy(long sequence) {
        return super.isReachedBy(sequence) && !super.isReachedBy(sequence - 1);
    }
}
