package io.bytering.model;

import io.bytering.internal.Places;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The ring of messages, step by step, in every interleaving of two writers and a reader: MessageState.claim, commit and abort,
 * MessageReader, and a thread that closes the ring. The arithmetic is {@link Places} itself; one step is one access to what
 * is shared. (Of fences it says nothing: here all is in order.)
 *
 * <p>The writers claim messages of every length, and commit all of one, commit a part, or abort. The reader publishes what it has
 * read as seldom as it likes. It is checked that a claim never takes bytes or a slot which the reader still needs; that the
 * reader finds each message whole, in the order of the claims, and none that was not committed; that nothing is refused on a
 * drained ring; that nothing is claimed behind an end that was seen; and that in the end all was read.
 *
 * <p>A state is known by 64 bits of it that are as good as random, so that two among the millions might be taken for one, with a
 * chance of one in millions.
 */
final class MessagesModel {
    /** What can be broken, to see that the model notices. */
    enum Mutant {
        NONE,
        MORE_MESSAGES_THAN_SLOTS,
        SLOT_OF_THE_ROUND_BEFORE_IS_TAKEN,
        WENT_BACK_BEFORE_IT_WAS_DRAINED,
        NEVER_GOES_BACK_WITH_A_LONG_ONE,
        ONE_UNIT_TOO_MANY_AT_THE_START,
        ONE_UNIT_TOO_MANY_BEHIND_THE_WRAP,
        LAST_UNIT_IS_TAKEN_AS_WHOLE,
        COMMITTED_BEFORE_THE_BYTES,
        CONSUMED_BEFORE_THE_BYTES,
        ABORTED_WITHOUT_A_SLOT,
        GIVEN_BACK_WITHOUT_COMPARING,
        READER_DOES_NOT_GO_BACK,
        SEEN_IS_LOADED_BEFORE_THE_TAIL,
        SEEN_IS_STORED_WITHOUT_COMPARING,
        TAIL_IS_LOADED_ONCE,
        SEQUENCE_OF_TWO_ROUNDS,
        CLAIMS_ON_A_SEALED_TAIL,
        ENDS_WITHOUT_A_LOOK_AT_THE_TAIL
    }

    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String what, long[] state) {
            super(what + ": " + Arrays.toString(state));
        }
    }

    // ------------------------------------------------------------------ a state, and where its parts are

    private static final int TAIL = 0;
    private static final int SEEN = 1;
    private static final int READ = 2;
    private static final int CLOSED = 3;
    private static final int CLOSER = 4;
    private static final int READER = 5;
    private static final int AT = 6;
    private static final int LOADED = 7;
    private static final int WRITERS = 8;

    // of each writer
    private static final int STEP = 0;
    private static final int LENGTH = 1;
    private static final int FROM = 2;
    private static final int TO = 3;
    private static final int HERE = 4;
    private static final int NOW = 5;
    private static final int DRAINED = 6;
    private static final int OF_WRITER = 7;

    private static final int OTHERS = WRITERS + 2 * OF_WRITER;

    // a writer's steps
    private static final int LOADS_THE_TAIL = 0;
    private static final int LOADS_SEEN = 1;
    private static final int LOADS_READ = 2;
    private static final int LOADS_THE_TAIL_AGAIN = 3;
    private static final int SETS_SEEN = 4;
    private static final int CLAIMS = 5;
    private static final int FILLS = 6;
    private static final int SETTLES = 7;
    private static final int STORES_THE_SLOT = 8;
    private static final int FILLS_TOO_LATE = 9;

    // the reader's steps
    private static final int LOADS_THE_SLOT = 0;
    private static final int READS = 1;
    private static final int SEALS = 2;
    private static final int LOADS_THE_END = 3;
    private static final int HAS_ENDED = 4;

    // of a claim that was not read, as others can't see it
    private static final int CLAIMED = -2;

    private final int capacity;
    private final int unit;
    private final int slots;
    private final int messages;
    private final int[] lengths;
    private final Mutant mutant;
    private final Places places;

    /** As the other, with more slots than there are. */
    private final Places loose;

    private final long origin;
    private final boolean closes;

    /** Where the slots, the bytes and the claims are. */
    private final int slot0;

    private final int byte0;
    private final int claim0;

    private final LongSet known = new LongSet();
    private final Deque<long[]> todo = new ArrayDeque<>();

    /**
     * A ring of so many bytes, in units of {@code 1 << unitShift}, with {@code 1 << slotBits} slots, on which so many messages are
     * claimed.
     */
    MessagesModel(
            int capacity,
            int unitShift,
            int slotBits,
            int messages,
            long start,
            boolean closes,
            Mutant mutant,
            int... lengths) {
        this.capacity = capacity;
        this.unit = 1 << unitShift;
        this.slots = 1 << slotBits;
        this.messages = messages;
        this.closes = closes;
        this.mutant = mutant;
        this.lengths = lengths.length > 0 ? lengths : allLengths(capacity);
        this.places = new Places(capacity, unitShift, slotBits);
        this.loose = new Places(capacity, unitShift, slotBits + 3);
        this.origin = places.word(start);
        this.slot0 = OTHERS;
        this.byte0 = slot0 + slots;
        this.claim0 = byte0 + capacity;
    }

    private static int[] allLengths(int capacity) {
        int[] all = new int[capacity + 1];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** Goes everywhere; returns how many states there are. */
    int explore() {
        long[] first = new long[claim0 + 3 * slots];
        first[TAIL] = first[SEEN] = first[READ] = first[AT] = origin;
        for (int i = 0; i < slots; i++) {
            long word = origin + places.word(i);
            first[slot0 + places.slot(word)] = places.unsettled(word);
        }
        reached(first);
        while (!todo.isEmpty()) {
            long[] s = todo.pop();
            writer(s, WRITERS);
            writer(s, WRITERS + OF_WRITER);
            boolean readerRests = !reader(s);
            closer(s);
            if (readerRests && s[WRITERS] == 0 && s[WRITERS + OF_WRITER] == 0) {
                atRest(s);
            }
        }
        return known.size();
    }

    private void reached(long[] s) {
        int second = WRITERS + OF_WRITER;
        if (Arrays.compare(s, WRITERS, second, s, second, second + OF_WRITER) > 0) { // the writers are alike
            for (int i = 0; i < OF_WRITER; i++) {
                long value = s[WRITERS + i];
                s[WRITERS + i] = s[second + i];
                s[second + i] = value;
            }
        }
        long bits = 0;
        for (long value : s) {
            bits = (bits ^ value) * 0x9E3779B97F4A7C15L;
            bits ^= bits >>> 29;
        }
        if (known.add(bits)) {
            todo.push(s);
        }
    }

    // ------------------------------------------------------------------ a writer

    private void writer(long[] s, int w) {
        int step = (int) s[w + STEP];
        switch (step) {
            case LOADS_THE_TAIL -> {
                if (claimedSoFar(s) < messages && !isSealed(s[TAIL])) {
                    reached(with(
                            s,
                            w,
                            LOADS_SEEN,
                            0,
                            s[TAIL],
                            0,
                            mutant == Mutant.SEEN_IS_LOADED_BEFORE_THE_TAIL ? s[SEEN] : 0));
                }
            }
            case LOADS_SEEN -> loadSeen(s, w);
            case LOADS_READ -> {
                long[] next = with(s, w, LOADS_THE_TAIL_AGAIN, s[w + LENGTH], s[w + FROM], 0, s[w + HERE]);
                next[w + NOW] = s[READ];
                boolean stands = s[TAIL] == s[w + FROM] || mutant == Mutant.TAIL_IS_LOADED_ONCE;
                next[w + DRAINED] = stands && s[TAIL] == s[READ] ? 1 : 0;
                reached(next);
            }
            case LOADS_THE_TAIL_AGAIN -> {
                if (s[w + FROM] != s[TAIL] && mutant != Mutant.TAIL_IS_LOADED_ONCE) {
                    reached(with(s, w, LOADS_THE_TAIL, 0, 0, 0, 0));
                } else if (place(s[w + FROM], s[w + NOW], (int) s[w + LENGTH]) != Places.NONE) {
                    long[] next = s.clone();
                    next[w + STEP] = SETS_SEEN;
                    next[w + DRAINED] = 0;
                    reached(next);
                } else if (s[w + DRAINED] != 0) {
                    throw new Broken("refused on a drained ring", s);
                } else {
                    reached(with(s, w, LOADS_THE_TAIL, 0, 0, 0, 0));
                }
            }
            case SETS_SEEN -> {
                if (s[SEEN] == s[w + HERE] || mutant == Mutant.SEEN_IS_STORED_WITHOUT_COMPARING) {
                    long to = place(s[w + FROM], s[w + NOW], (int) s[w + LENGTH]);
                    long[] next = with(s, w, CLAIMS, s[w + LENGTH], s[w + FROM], to, 0);
                    next[SEEN] = s[w + NOW];
                    reached(next);
                } else {
                    reached(with(s, w, LOADS_THE_TAIL, 0, 0, 0, 0));
                }
            }
            case CLAIMS -> {
                if (isSame(s[TAIL], s[w + FROM])) {
                    claimed(s, w);
                } else {
                    reached(with(s, w, LOADS_THE_TAIL, 0, 0, 0, 0));
                }
            }
            case FILLS -> {
                if (mutant == Mutant.COMMITTED_BEFORE_THE_BYTES) {
                    store(s, w, s[w + TO], (int) s[w + LENGTH], FILLS_TOO_LATE);
                } else {
                    fill(s, w, SETTLES);
                }
            }
            case FILLS_TOO_LATE -> fill(s, w, LOADS_THE_TAIL);
            case SETTLES -> {
                store(s, w, s[w + TO], (int) s[w + LENGTH], LOADS_THE_TAIL);
                if (s[w + LENGTH] > 0) {
                    commitAPart(s, w, (int) s[w + LENGTH] / 2);
                }
                abort(s, w);
            }
            default -> store(s, w, s[w + TO], (int) s[w + LENGTH], LOADS_THE_TAIL); // STORES_THE_SLOT
        }
    }

    private void loadSeen(long[] s, int w) {
        long from = s[w + FROM];
        long here = s[SEEN];
        if (mutant == Mutant.SEEN_IS_LOADED_BEFORE_THE_TAIL) { // the tail only now
            here = s[w + HERE];
            from = s[TAIL];
            if (isSealed(from) || claimedSoFar(s) >= messages) {
                reached(with(s, w, LOADS_THE_TAIL, 0, 0, 0, 0));
                return;
            }
        }
        for (int length : lengths) {
            long to = place(from, here, length);
            reached(
                    to != Places.NONE
                            ? with(s, w, CLAIMS, length, from, to, 0)
                            : with(s, w, LOADS_READ, length, from, 0, here));
        }
    }

    /** The writer goes on with these values of its own. */
    private static long[] with(long[] s, int w, int step, long length, long from, long to, long here) {
        long[] next = s.clone();
        next[w + STEP] = step;
        next[w + LENGTH] = length;
        next[w + FROM] = from;
        next[w + TO] = to;
        next[w + HERE] = here;
        next[w + NOW] = 0;
        next[w + DRAINED] = 0;
        return next;
    }

    private long place(long from, long reader, int length) {
        int need = places.units(length);
        int bytes = mutant == Mutant.LAST_UNIT_IS_TAKEN_AS_WHOLE ? 0 : length;
        Places by = mutant == Mutant.MORE_MESSAGES_THAN_SLOTS ? loose : places;
        long to = by.place(from, reader, need, bytes);
        boolean sameLap = unitAndLap(from) >> bitsOfUnits() == unitAndLap(reader) >> bitsOfUnits();
        boolean hasSlot = places.messages(from, reader) < slots;
        if (to == Places.NONE && hasSlot) {
            switch (mutant) {
                case WENT_BACK_BEFORE_IT_WAS_DRAINED -> to = sameLap ? places.place(from, from, need, bytes) : to;
                case ONE_UNIT_TOO_MANY_AT_THE_START -> to = sameLap ? places.place(from, reader + 2, need, bytes) : to;
                case ONE_UNIT_TOO_MANY_BEHIND_THE_WRAP ->
                    to = sameLap ? to : places.place(from, reader + 2, need, bytes);
                default -> {
                    // refused
                }
            }
        }
        boolean goesBack = to != Places.NONE && places.index(from, to) == 0 && (unitAndLap(from) & unitMask()) != 0;
        if (mutant == Mutant.NEVER_GOES_BACK_WITH_A_LONG_ONE && goesBack && need > (unitAndLap(reader) & unitMask())) {
            return Places.NONE;
        }
        return to;
    }

    private int bitsOfUnits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(places.units());
    }

    private int unitMask() {
        return (1 << bitsOfUnits()) - 1;
    }

    private int unitAndLap(long word) {
        return (int) (word >>> 1) & (1 << bitsOfUnits() + 1) - 1;
    }

    private static boolean isSealed(long word) {
        return (word & Places.SEALED) != 0;
    }

    /** What a compare-and-set finds. */
    private boolean isSame(long tail, long expected) {
        long differ = tail ^ expected;
        if (mutant == Mutant.CLAIMS_ON_A_SEALED_TAIL) {
            differ &= ~Places.SEALED;
        }
        if (mutant == Mutant.SEQUENCE_OF_TWO_ROUNDS) {
            differ &= places.word(2 * slots) - 1;
        }
        return differ == 0;
    }

    private int claimedSoFar(long[] s) {
        return places.messages(s[TAIL], origin);
    }

    /** Where what nobody can see of a claim is: how it ended, its first unit, its units. */
    private int claimAt(long word) {
        return claim0 + 3 * places.slot(word);
    }

    private void claimed(long[] s, int w) {
        long from = s[w + FROM];
        long to = s[w + TO];
        int length = (int) s[w + LENGTH];
        int first = places.index(from, to) / unit;
        int need = places.units(length);
        if (s[READER] == HAS_ENDED) {
            throw new Broken("claimed behind the end", s);
        }
        if (places.messages(s[TAIL], s[AT]) >= slots) {
            throw new Broken("the slot is still needed", s);
        }
        if (first * unit + length > capacity || first + need > places.units()) {
            throw new Broken("over the physical end", s);
        }
        for (int i = 0; i < slots; i++) {
            int other = claim0 + 3 * i;
            if (s[other] != 0 && first < s[other + 1] + s[other + 2] && s[other + 1] < first + need) {
                throw new Broken("the bytes are still needed", s);
            }
        }
        long[] next = with(s, w, FILLS, length, s[TAIL] & ~Places.SEALED, 0, 0);
        next[TAIL] = s[TAIL] + (to - from); // with the mutant of a narrow sequence that is not the same as to
        next[w + TO] = next[TAIL] & ~Places.SEALED;
        int mine = claimAt(s[TAIL]);
        next[mine] = CLAIMED;
        next[mine + 1] = first;
        next[mine + 2] = need;
        reached(next);
    }

    private void fill(long[] s, int w, int step) {
        long[] next = s.clone();
        int first = (int) s[claimAt(s[w + FROM]) + 1] * unit;
        if (step == LOADS_THE_TAIL) { // too late: the claim may be gone
            first = places.index(s[w + FROM], s[w + TO]);
        }
        Arrays.fill(next, byte0 + first, byte0 + first + (int) s[w + LENGTH], mark(s[w + FROM]));
        next[w + STEP] = step;
        reached(step == LOADS_THE_TAIL ? with(next, w, step, 0, 0, 0, 0) : next);
    }

    /** What the bytes of a message are. */
    private int mark(long word) {
        return places.messages(word, origin) + 1;
    }

    private void commitAPart(long[] s, int w, int length) {
        long shorter = places.shortened(s[w + FROM], s[w + TO], length);
        if (shorter == s[w + TO]) {
            store(s, w, shorter, length, LOADS_THE_TAIL);
            return;
        }
        long[] next = with(s, w, STORES_THE_SLOT, length, s[w + FROM], s[w + TO], 0);
        if (s[TAIL] == s[w + TO] || mutant == Mutant.GIVEN_BACK_WITHOUT_COMPARING) {
            next[TAIL] = s[TAIL] + (shorter - s[w + TO]);
            next[w + TO] = shorter;
            next[claimAt(s[w + FROM]) + 2] = places.units(length);
        }
        reached(next);
    }

    private void abort(long[] s, int w) {
        if (mutant == Mutant.ABORTED_WITHOUT_A_SLOT) {
            reached(with(s, w, LOADS_THE_TAIL, 0, 0, 0, 0));
        } else if (s[TAIL] == s[w + TO]) {
            long[] next = with(s, w, LOADS_THE_TAIL, 0, 0, 0, 0);
            next[TAIL] = s[w + FROM];
            forget(next, claimAt(s[w + FROM]));
            reached(next);
        } else {
            reached(with(s, w, STORES_THE_SLOT, Places.ABORTED, s[w + FROM], s[w + TO], 0));
        }
    }

    private void store(long[] s, int w, long to, int length, int step) {
        long from = s[w + FROM];
        long[] next = step == LOADS_THE_TAIL ? with(s, w, step, 0, 0, 0, 0) : s.clone();
        next[w + STEP] = step;
        next[slot0 + places.slot(from)] = places.settled(from, to, length);
        if (s[claimAt(from)] != CLAIMED) {
            throw new Broken("a claim was consumed before it was settled", s);
        }
        next[claimAt(from)] = length + 3; // not 0, which is none, nor CLAIMED
        reached(next);
    }

    /** Its bytes and all else that nobody needs any more are made alike, so that there are fewer states. */
    private void forget(long[] s, int claim) {
        int first = (int) s[claim + 1] * unit;
        int end = Math.min(capacity, first + (int) s[claim + 2] * unit);
        Arrays.fill(s, byte0 + first, byte0 + end, 0);
        Arrays.fill(s, claim, claim + 3, 0);
    }

    // ------------------------------------------------------------------ the reader

    /** Whether there is anything to do. */
    private boolean reader(long[] s) {
        boolean does = false;
        switch ((int) s[READER]) {
            case LOADS_THE_SLOT -> {
                long slot = s[slot0 + places.slot(s[AT])];
                boolean settled = mutant == Mutant.SLOT_OF_THE_ROUND_BEFORE_IS_TAKEN
                        ? Places.unitsOf(slot) > 0
                        : places.isSettled(slot, s[AT]);
                if (settled) {
                    long[] next = s.clone();
                    next[READER] = READS;
                    next[LOADED] = slot;
                    reached(next);
                    does = true;
                } else if (s[CLOSED] != 0) {
                    reached(reader(s, mutant == Mutant.ENDS_WITHOUT_A_LOOK_AT_THE_TAIL ? HAS_ENDED : SEALS));
                    does = true;
                }
            }
            case READS -> {
                if (mutant == Mutant.CONSUMED_BEFORE_THE_BYTES) {
                    long after = places.after(s[LOADED], s[AT]);
                    if (s[READ] != after) {
                        long[] next = s.clone();
                        next[READ] = after;
                        reached(next);
                        return true;
                    }
                }
                read(s);
                does = true;
            }
            case SEALS -> {
                long[] next = reader(s, LOADS_THE_END);
                next[TAIL] |= Places.SEALED; // load and compare-and-set until it has succeeded: as if in one step
                reached(next);
                does = true;
            }
            case LOADS_THE_END -> {
                reached(reader(s, s[TAIL] == (s[AT] | Places.SEALED) ? HAS_ENDED : LOADS_THE_SLOT));
                does = true;
            }
            default -> {
                // the reader has ended
            }
        }
        if (s[READ] != s[AT] && s[READER] != READS) {
            long[] next = s.clone();
            next[READ] = s[AT];
            reached(next);
            does = true;
        }
        return does;
    }

    private static long[] reader(long[] s, int step) {
        long[] next = s.clone();
        next[READER] = step;
        return next;
    }

    private void read(long[] s) {
        long slot = s[LOADED];
        int claim = claimAt(s[AT]);
        int length = Places.length(slot);
        if (s[claim] == 0 || s[claim] == CLAIMED) {
            throw new Broken("a message that was not committed", s);
        }
        if (s[claim] != length + 3) {
            throw new Broken("a message of another length", s);
        }
        int index = mutant == Mutant.READER_DOES_NOT_GO_BACK
                ? (unitAndLap(s[AT]) & unitMask()) * unit
                : places.indexOf(slot, s[AT]);
        if (index != s[claim + 1] * unit || Places.unitsOf(slot) != s[claim + 2]) {
            throw new Broken("the reader is elsewhere", s);
        }
        for (int i = index; i < index + length; i++) {
            if (s[byte0 + i] != mark(s[AT])) {
                throw new Broken("a message that is not whole", s);
            }
        }
        long[] next = reader(s, LOADS_THE_SLOT);
        next[AT] = places.after(slot, s[AT]);
        next[LOADED] = 0;
        forget(next, claim);
        if (mutant != Mutant.SLOT_OF_THE_ROUND_BEFORE_IS_TAKEN) {
            next[slot0 + places.slot(s[AT])] =
                    places.settled(s[AT], s[AT], 0); // its phase is all that matters from now on
        }
        reached(next);
    }

    // ------------------------------------------------------------------ the end

    private void closer(long[] s) {
        if (closes && s[CLOSER] < 2) {
            long[] next = s.clone();
            next[CLOSER]++;
            if (s[CLOSER] == 0) {
                next[CLOSED] = 1;
            } else {
                next[TAIL] |= Places.SEALED;
            }
            reached(next);
        }
    }

    private void atRest(long[] s) {
        if (closes && s[CLOSER] < 2) {
            return;
        }
        long tail = s[TAIL] & ~Places.SEALED;
        if (s[AT] != tail || s[READ] != tail) {
            throw new Broken("all rest, and something was not read", s);
        }
        if (closes && s[READER] != HAS_ENDED) {
            throw new Broken("all rest, and the reader has not ended", s);
        }
        for (int length = 0; length <= capacity; length++) {
            if (place(tail, s[READ], length) == Places.NONE) {
                throw new Broken("a message of " + length + " is refused on a drained ring for ever", s);
            }
        }
    }
}
