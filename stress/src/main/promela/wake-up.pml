/*
 * The wake-up protocol (docs/memory-model.md, «With signals»; WaiterSlot, Waiters, Barrier) on a machine with store buffers,
 * as x86 has: a store waits in its thread's buffer, and that thread's later loads overtake it. A fence, and any
 * compare-and-set, lets nothing pass before the buffer is empty.
 *
 * Chosen by -D: FORM, POSITIONS, SLEEPERS, CLOSES; and at most one mutant, each of which must be caught.
 */
#define FENCE 0    /* a fence on either side */
#define FORCED 1   /* whoever falls asleep forces one on the half that moves */
#define CHANGING 2 /* the same, until somebody says that the half that moves shall have its own */

#ifndef FORM
#define FORM CHANGING
#endif
#ifndef POSITIONS
#define POSITIONS 2
#endif
#ifndef SLEEPERS
#define SLEEPERS 1
#endif
#ifndef CLOSES
#define CLOSES 1
#endif

/* One more than will ever come, if the close is there to end that wait. */
#define LAST (POSITIONS + CLOSES)
#define MOVER SLEEPERS

mtype = { POSITION, TARGET, SLOT, IS_FENCED, FENCED_IS_KNOWN };

/* What each thread has stored and nobody else sees yet. No thread loads what it stores in this way, so none looks here. */
chan buffer[SLEEPERS + 1] = [4] of { mtype, byte };

/* The memory. */
byte position;
bool closed;
bool fenced;
bool fencedIsKnown;
byte target[SLEEPERS];
bool armed[SLEEPERS];

/* Waiter.wake has been called, and the sleeper has not noticed yet. */
byte woken[SLEEPERS];
bool asleep[SLEEPERS];

/* The oldest store of a thread reaches the memory some time. */
proctype memory(byte thread) {
    mtype what;
    byte value;
end:
    do
    :: atomic {
        buffer[thread]?what,value;
        if
        :: what == POSITION -> position = value
        :: what == TARGET -> target[thread] = value
        :: what == SLOT -> armed[thread] = true
        :: what == IS_FENCED -> fenced = true
        :: what == FENCED_IS_KNOWN -> fencedIsKnown = true
        fi
       }
    od
}

inline fence(thread) {
    empty(buffer[thread])
}

/* WaiterSlot.disarm: by compare-and-set. */
inline disarm(i, done) {
#ifdef DISARMED_BY_LOOK_AND_STORE
    done = armed[i];
    armed[i] = false
#else
    atomic {
        fence(i);
        done = armed[i];
        armed[i] = false
    }
#endif
}

/* WaiterSlot.takeIfReached and wake: whoever takes the waiter out is the only one to wake it. */
inline take_and_wake(i, taken) {
    atomic {
        taken = armed[i];
        armed[i] = false
    }
    if
    :: taken ->
        assert(woken[i] == 0);
        woken[i]++
    :: else
    fi
}

/* Waiters.beforeLastLook. */
inline before_last_look(i, changes) {
    skip;
#if FORM != FENCE
    if
    :: fencedIsKnown
    :: else ->
#if FORM == CHANGING
        if
        :: changes = true
        :: changes = false
        fi;
#endif
        if
        :: changes -> buffer[i]!IS_FENCED,1; fence(i)
        :: else
        fi;
#ifdef SETTLED_BEFORE_FORCED
        if
        :: changes -> buffer[i]!FENCED_IS_KNOWN,1; fence(i)
        :: else
        fi;
#endif
#ifndef NOT_FORCED
        empty(buffer[i]) && empty(buffer[MOVER]);
#endif
        if
        :: changes -> buffer[i]!FENCED_IS_KNOWN,1; fence(i)
        :: else
        fi
    fi
#endif
}

/* The half that waits: for any amount, again and again. */
proctype sleeper(byte i) {
    byte goal;
    bool changes;
    bool reached;
    bool taken_back;
    bool may_disarm = true;

    do
    :: closed -> break
    :: else ->
        goal = position + 1;
        if
        :: goal > LAST -> break
        :: else
        fi;
        atomic {
            do
            :: goal < LAST -> goal++
            :: break
            od
        }
        buffer[i]!TARGET,goal;
        buffer[i]!SLOT,1;
#ifndef NO_FENCE_AFTER_ARMING
        fence(i);
#endif
        before_last_look(i, changes);
        reached = false;
#ifndef NO_SECOND_LOOK_AT_THE_END
        reached = closed;
#endif
#ifndef NO_SECOND_LOOK_AT_THE_POSITION
        reached = reached || position >= goal;
#endif
        taken_back = false;
        if
        :: reached -> disarm(i, taken_back)
        :: else
        fi;
        if
        :: !taken_back ->
            asleep[i] = true;
            do
            :: atomic { woken[i] > 0 -> woken[i]--; break }
            :: may_disarm -> /* a time limit, an interrupt, a cancellation */
                may_disarm = false;
                disarm(i, taken_back);
                if
                :: taken_back -> break
                :: else /* a wake-up is under way */
                fi
            od;
            asleep[i] = false
        :: else
        fi;
        assert(woken[i] == 0)
    od
}

/* The half that moves: RingWriter.publish, or that of a reader. */
proctype mover() {
    byte next;
    byte i;
    bool fences = FORM == FENCE;
    bool taken;

    do
    :: next < POSITIONS ->
#ifdef FORM_SEEN_BEFORE_PUBLISHING
        fences = fenced;
        buffer[MOVER]!POSITION,next + 1;
#else
        buffer[MOVER]!POSITION,next + 1;
#if FORM == CHANGING
        fences = fenced;
#endif
#endif
        next++;
#ifndef NO_FENCE_AFTER_PUBLISHING
        if
        :: fences -> fence(MOVER)
        :: else
        fi;
#endif
        i = 0;
        do
        :: i < SLEEPERS ->
            if
            :: armed[i] ->
                if
                :: next >= target[i] -> fence(MOVER); take_and_wake(i, taken)
                :: else
                fi
            :: else
            fi;
            i++
        :: else -> break
        od
    :: else -> break
    od
}

/* Whoever closes a half, from any thread at any time: RingState.afterClose. */
proctype closer() {
    byte i;
    bool taken;
#ifndef CLOSED_AFTER_THE_WAKE
    closed = true;
#endif
#ifndef NO_WAKE_AFTER_CLOSING
    do
    :: i < SLEEPERS -> take_and_wake(i, taken); i++
    :: else -> break
    od;
#endif
    closed = true
}

init {
    byte i;
    atomic {
        do
        :: i < SLEEPERS -> run memory(i); run sleeper(i); i++
        :: else -> break
        od;
        run memory(MOVER);
        run mover();
        if
        :: CLOSES -> run closer()
        :: else
        fi
    }
}

#define LAST_SLEEPER (SLEEPERS - 1)

/* Every wait comes to its end: what was waited for came, or the end did. */
ltl no_sleeper_is_lost {
    [] ((asleep[0] -> <> !asleep[0]) && (asleep[LAST_SLEEPER] -> <> !asleep[LAST_SLEEPER]))
}
