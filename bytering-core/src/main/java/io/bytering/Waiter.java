package io.bytering;

/**
 * Something asleep until the other half of a ring moves: a parked thread, a suspended coroutine, a selector.
 *
 * <p>Armed by {@link RingReader#arm} or {@link RingWriter#arm}. For each arm that returned {@code true}, either
 * {@link #wake} is called once or {@code disarm} returns {@code true}, never both.
 */
@FunctionalInterface
public interface Waiter {
    /**
     * The amount asked for has been reached, or it never will be because a half was closed.
     *
     * <p>Called at most once per arm, on the thread that moved or closed, after what it did is visible and outside any
     * lock. In rare races it comes early, so the woken side looks again, as after any wait. It must be quick and must not
     * throw: an exception reaches the caller of the other half, whose own call has already taken effect, and comes after
     * everybody else was woken; of several exceptions the first suppresses the others.
     */
    void wake();
}
