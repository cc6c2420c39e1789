package io.bytering.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * The wake-up protocol, step by step, in every interleaving of the half that waits and the half that moves, on a machine
 * whose stores wait in a buffer (total store order): a load may overtake the thread's own earlier stores, unless a fence
 * or a compare-and-set has emptied the buffer first.
 *
 * <p>The waiting half asks for any amount again and again: it arms, looks once more, sleeps until it is woken, and may
 * disarm a few times. The moving half publishes one position after the other, looks at the slot each time, and closes in
 * the end, or not.
 *
 * <p>In the asymmetric form the moving half has no fence, and the waiting half lets the system run one on both. And the form
 * may change once: the waiting half says that from now on the moving half must have its fence, and lets the system run one
 * on both for the last time.
 */
final class WakeUpModel {
    /** Where the fences are. */
    enum Form {
        ON_BOTH_HALVES,
        FORCED,
        CHANGING
    }

    /** What can be left out, or done at the wrong time, to see that the model notices. */
    enum Omission {
        FENCE_AFTER_PUBLISHING,
        FENCE_AFTER_ARMING,
        BARRIER_ON_THE_MOVING_HALF,
        LOOK_AT_THE_FORM_AFTER_PUBLISHING,
        SECOND_LOOK_AT_THE_POSITION,
        SECOND_LOOK_AT_THE_CLOSING,
        WAKE_AFTER_CLOSING,
        CLOSING_BEFORE_THE_WAKE
    }

    /** Where the waiting half is; each is one access to shared memory. */
    enum Waiting {
        CHOOSES,
        LOOKS_AT_CLOSED,
        ARMS,
        CHANGES_THE_FORM,
        FENCES,
        LOOKS_AT_CLOSED_AGAIN,
        LOOKS_AGAIN,
        TAKES_IT_BACK,
        SLEEPS,
        HAS_ALL
    }

    /** Where the moving half is. */
    enum Moving {
        PUBLISHES,
        LOOKS_AT_THE_FORM,
        FENCES,
        LOOKS_AT_THE_SLOT,
        COMPARES_THE_TARGET,
        TAKES_THE_WAITER,
        CLOSES,
        TAKES_THE_LAST_WAITER,
        IS_DONE
    }

    static final class LostWakeUp extends AssertionError {
        private static final long serialVersionUID = 1L;

        LostWakeUp(WakeUpState state) {
            super("asleep for ever: " + state);
        }
    }

    private final int positions;
    private final boolean closes;
    private final Form form;
    private final Set<Omission> omitted;
    private final LongSet known = new LongSet();
    private final Deque<WakeUpState> todo = new ArrayDeque<>();
    private int steps;

    WakeUpModel(int positions, boolean closes, Form form, Set<Omission> omitted) {
        this.positions = positions;
        this.closes = closes;
        this.form = form;
        this.omitted = omitted;
    }

    /** Goes everywhere; returns how many states there are. */
    int explore(int disarms) {
        WakeUpState start = new WakeUpState();
        start.disarmsLeft = disarms;
        reached(start);
        while (!todo.isEmpty()) {
            WakeUpState state = todo.pop();
            int before = steps;
            buffers(state);
            waiting(state);
            moving(state);
            if (steps == before && state.waiting != Waiting.HAS_ALL) {
                throw new LostWakeUp(state);
            }
        }
        return known.size();
    }

    private void reached(WakeUpState state) {
        steps++;
        if (state.wakeUps > 1 || state.wakeUps > 0 && state.armed) {
            throw new AssertionError("woken twice: " + state);
        }
        if (known.add(state.pack())) {
            todo.push(state);
        }
    }

    /** The oldest store of either buffer reaches the memory. */
    private void buffers(WakeUpState s) {
        if (s.position < s.moved) {
            WakeUpState next = s.clone();
            next.position++;
            reached(next);
        }
        if (isBuffered(s)) {
            WakeUpState next = s.clone();
            if (s.bufferedTarget > 0) {
                next.target = s.bufferedTarget;
                next.bufferedTarget = 0;
            } else if (s.bufferedArm) {
                next.armed = true;
                next.bufferedArm = false;
            } else {
                next.changed = true;
                next.bufferedChange = false;
            }
            reached(next);
        }
    }

    private static boolean isBuffered(WakeUpState s) {
        return s.bufferedTarget > 0 || s.bufferedArm || s.bufferedChange;
    }

    private void waiting(WakeUpState s) {
        boolean buffered = isBuffered(s);
        switch (s.waiting) {
            case CHOOSES -> {
                boolean all = closes ? s.closed : s.position == positions;
                if (all) {
                    waiting(s, Waiting.HAS_ALL);
                }
                // one more than will ever come, if the close is there to end that wait
                for (int goal = s.position + 1; goal <= positions + (closes ? 1 : 0) && !all; goal++) {
                    WakeUpState next = s.clone();
                    next.goal = goal;
                    next.waiting = Waiting.LOOKS_AT_CLOSED;
                    reached(next);
                }
            }
            case LOOKS_AT_CLOSED -> waiting(s, s.closed ? Waiting.CHOOSES : Waiting.ARMS);
            case ARMS -> {
                WakeUpState next = s.clone();
                next.bufferedTarget = s.goal;
                next.bufferedArm = true;
                next.waiting = form == Form.CHANGING && !s.fencedIsKnown ? Waiting.CHANGES_THE_FORM : Waiting.FENCES;
                reached(next);
            }
            case CHANGES_THE_FORM -> { // or not yet
                waiting(s, Waiting.FENCES);
                WakeUpState next = s.clone();
                next.bufferedChange = true;
                next.waiting = Waiting.FENCES;
                reached(next);
            }
            case FENCES -> {
                boolean forces = (form == Form.FORCED || form == Form.CHANGING && !s.fencedIsKnown)
                        && !omitted.contains(Omission.BARRIER_ON_THE_MOVING_HALF);
                boolean fenced = !buffered && (!forces || s.position == s.moved);
                if (fenced || omitted.contains(Omission.FENCE_AFTER_ARMING)) {
                    WakeUpState next = s.clone();
                    next.fencedIsKnown = s.changed || s.bufferedChange;
                    next.waiting = Waiting.LOOKS_AT_CLOSED_AGAIN;
                    reached(next);
                }
            }
            case LOOKS_AT_CLOSED_AGAIN -> {
                boolean seen = s.closed && !omitted.contains(Omission.SECOND_LOOK_AT_THE_CLOSING);
                waiting(s, seen ? Waiting.TAKES_IT_BACK : Waiting.LOOKS_AGAIN);
            }
            case LOOKS_AGAIN -> {
                boolean seen = s.position >= s.goal && !omitted.contains(Omission.SECOND_LOOK_AT_THE_POSITION);
                waiting(s, seen ? Waiting.TAKES_IT_BACK : Waiting.SLEEPS);
            }
            case TAKES_IT_BACK -> takenBack(s, buffered);
            case SLEEPS -> {
                if (s.wakeUps > 0) {
                    WakeUpState next = s.clone();
                    next.wakeUps--;
                    next.waiting = Waiting.CHOOSES;
                    reached(next);
                } else if (s.disarmsLeft > 0) {
                    WakeUpState next = s.clone();
                    next.disarmsLeft--;
                    takenBack(next, buffered);
                }
            }
            default -> {}
        }
    }

    private void waiting(WakeUpState s, Waiting then) {
        WakeUpState next = s.clone();
        next.waiting = then;
        reached(next);
    }

    /** By compare-and-set; if it comes too late, a wake-up is under way and is waited for. */
    private void takenBack(WakeUpState s, boolean buffered) {
        if (!buffered) {
            WakeUpState next = s.clone();
            next.armed = false;
            next.waiting = s.armed ? Waiting.CHOOSES : Waiting.SLEEPS;
            reached(next);
        }
    }

    private void moving(WakeUpState s) {
        boolean buffered = s.position < s.moved;
        boolean looksTooEarly = omitted.contains(Omission.LOOK_AT_THE_FORM_AFTER_PUBLISHING);
        Moving again = looksTooEarly ? Moving.LOOKS_AT_THE_FORM : Moving.PUBLISHES;
        WakeUpState next = s.clone();
        switch (s.moving) {
            case PUBLISHES -> {
                if (s.moved == positions) {
                    next.moving = !closes
                            ? Moving.IS_DONE
                            : omitted.contains(Omission.CLOSING_BEFORE_THE_WAKE)
                                    ? Moving.TAKES_THE_LAST_WAITER
                                    : Moving.CLOSES;
                } else {
                    next.moved++;
                    next.moving = looksTooEarly ? Moving.FENCES : Moving.LOOKS_AT_THE_FORM;
                }
                reached(next);
            }
            case LOOKS_AT_THE_FORM -> {
                next.fences = form == Form.ON_BOTH_HALVES || s.changed;
                next.moving = looksTooEarly ? Moving.PUBLISHES : Moving.FENCES;
                reached(next);
            }
            case FENCES -> {
                if (!buffered || !s.fences || omitted.contains(Omission.FENCE_AFTER_PUBLISHING)) {
                    next.moving = Moving.LOOKS_AT_THE_SLOT;
                    reached(next);
                }
            }
            case LOOKS_AT_THE_SLOT -> {
                next.moving = s.armed ? Moving.COMPARES_THE_TARGET : again;
                reached(next);
            }
            case COMPARES_THE_TARGET -> {
                next.moving = s.moved >= s.target ? Moving.TAKES_THE_WAITER : again;
                reached(next);
            }
            case TAKES_THE_WAITER -> woken(s, buffered, again);
            case CLOSES -> {
                if (!buffered) {
                    next.closed = true;
                    next.moving = omitted.contains(Omission.WAKE_AFTER_CLOSING)
                                    || omitted.contains(Omission.CLOSING_BEFORE_THE_WAKE)
                            ? Moving.IS_DONE
                            : Moving.TAKES_THE_LAST_WAITER;
                    reached(next);
                }
            }
            case TAKES_THE_LAST_WAITER -> woken(s, buffered, s.closed ? Moving.IS_DONE : Moving.CLOSES);
            default -> {}
        }
    }

    private void woken(WakeUpState s, boolean buffered, Moving then) {
        if (!buffered) {
            WakeUpState next = s.clone();
            next.wakeUps += s.armed ? 1 : 0;
            next.armed = false;
            next.moving = then;
            reached(next);
        }
    }
}
