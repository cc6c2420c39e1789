package io.bytering.stress;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One ordering of the ring, taken out of a copy of its source, and the test that must notice. White space and line comments
 * do not matter.
 */
enum Weakening {
    PUBLISHED_BEFORE_IT_IS_WRITTEN(
            "PublishThenRead.Silent",
            "RingWriter",
            "copyIn(index(), src, offset, length); publish(length); return length;",
            "int at = index(); publish(length); copyIn(at, src, offset, length); return length;"),
    CONSUMED_BEFORE_IT_IS_READ(
            "ConsumeThenOverwrite",
            "RingReader",
            "copyOut(index(), dst, offset, here); copyOut(0, dst, offset + here, count - here); advance(count);",
            "int at = index(); advance(count);"
                    + " copyOut(at, dst, offset, here); copyOut(0, dst, offset + here, count - here);"),
    MARKER_AFTER_THE_POSITION(
            "WrapThenRead.ByClaim",
            "RingWriter",
            "if (offeredAtStart) { wrap(position); } advance(length);",
            "if (offeredAtStart) { long at = position; publish(length); wrap(at); } else { advance(length); }"),
    MARKER_SEEN_BEFORE_THE_POSITION(
            "WrapThenRead.ByCopy",
            "SpscReader",
            "seen = state.written.loadAcquire(); wrapAt = state.wrapAt.loadAcquire();",
            "wrapAt = state.wrapAt.loadAcquire(); seen = state.written.loadAcquire();"),
    RESTARTED_BEFORE_IT_IS_DRAINED(
            "RestartWhenDrained.WhileRead",
            "RingWriter",
            "return seen == position ? capacity : head;",
            "return capacity;"),
    STARTED_OVER_BEFORE_IT_IS_DRAINED(
            "RestartWhenDrained.FilledWhileRead",
            "SpscWriter",
            "if (seen == position && position != base) {",
            "if (position != base) {"),
    END_SEEN_AFTER_THE_POSITION(
            "LastByteThenEnd.ByRead",
            "RingReader",
            "boolean ended = lifecycle.isWriterClosed(); refresh();",
            "refresh(); boolean ended = lifecycle.isWriterClosed();"),
    EXHAUSTED_BY_A_LATER_END(
            "LastByteThenEnd.ByQuestion",
            "RingReader",
            "return isEnded() && readableBytes() == 0;",
            "return readableBytes() == 0 && isEnded();"),
    NO_FENCE_BEHIND_WRITTEN(
            "PublishThenWake.ReaderWaits",
            "RingWriter",
            "Barrier.publish(written, next);",
            "written.storeRelease(next);"),
    NO_FENCE_BEHIND_READ(
            "PublishThenWake.WriterWaits", "RingReader", "Barrier.publish(read, next);", "read.storeRelease(next);"),
    NO_FORCED_FENCE_WHERE_THE_FORM_CHANGES( // the base class made to what the overlay is at first: so it needs no
            // system's help
            "PublishThenWake.ReaderWaits",
            "Barrier",
            "return false; }"
                    + " /** Whether whoever sleeps has been forcing too many fences of late to begin without:"
                    + " then the side that moves has its own. */"
                    + " public static boolean isCrowded() { return false; }"
                    + " /** The side that moves: as release. And as a full fence, unless {@link #isAsymmetric}. */"
                    + " public static void publish(Cursor position, long value) { position.storeVolatile(value); }"
                    + " /** The side that moves: a full fence after {@link #publish}, where that was none. */"
                    + " public static void afterPublish() { }",
            "return true; } public static boolean isCrowded() { return false; }"
                    + " public static void publish(Cursor position, long value) { position.storeRelease(value); }"
                    + " public static void afterPublish() { java.lang.invoke.VarHandle.fullFence(); }"),
    NO_FENCE_BEHIND_THE_ARM(
            "PublishThenWake.ReaderWaits", "WaiterSlot", "first.set(waiter);", "first.lazySet(waiter);"),
    NO_SECOND_LOOK_AT_THE_POSITION(
            "PublishThenWake.WriterWaits",
            "RingWriter",
            "!lifecycle.isOpen() || loadGate() - target >= 0;",
            "!lifecycle.isOpen();"),
    NO_SECOND_LOOK_AT_THE_END(
            "CloseThenWake.ReaderCloses",
            "RingWriter",
            "!lifecycle.isOpen() || loadGate() - target >= 0;",
            "loadGate() - target >= 0;"),
    DISARMED_BY_LOOK_AND_STORE(
            "DisarmOrWake.WhenAByteArrives",
            "WaiterSlot",
            "return first.compareAndSet(waiter, null);",
            "if (first.get() != waiter) { return false; } first.set(null); return true;"),
    CAUSE_AFTER_THE_END(
            "CauseThenEnd.Seen",
            "Lifecycle",
            "public Closing closeWriter(@Nullable Throwable cause) { return close(WRITER_CLOSED, writerEnd, cause); }",
            "public Closing closeWriter(@Nullable Throwable cause) {"
                    + " Closing how = close(WRITER_CLOSED, new AtomicReference<>(), cause);"
                    + " writerEnd.compareAndSet(null, cause); return how; }"),
    THE_LAST_CLOSE_WINS(
            "CauseThenEnd.TheFirstOneWins",
            "Lifecycle",
            "end.compareAndSet(null, cause == null ? CLEAN : cause);",
            "end.set(cause == null ? CLEAN : cause);"),
    REGISTERED_BY_LOOK_AND_STORE(
            "CloseOrRegister",
            "RingState",
            "if (!readerCloseAction.compareAndSet(null, action)) {",
            "if (readerCloseAction.get() == null) { readerCloseAction.set(action); } else {"),
    DETACHED_WHILE_THE_WRITER_IS_OPEN(
            "LastUseThenDetach",
            "Lifecycle",
            "return closed.get() == OVER;",
            "return (closed.get() & READER_CLOSED) != 0;"),
    CLOSED_BY_LOOK_AND_STORE(
            "LastOneOut",
            "Lifecycle",
            "while (!closed.compareAndSet(before, before | bit));",
            "while (false); closed.set(before | bit);"),
    REFUSED_AFTER_PUBLISHING(
            "CloseFromElsewhere",
            "RingWriter",
            "publish(length); return length;",
            "publish(length); requireOwnOpen(); return length;"),

    TAGS_AFTER_THEIR_ITEMS(
            "TagThenItem.ReaderIsThere",
            "ItemWriter",
            "log.append(ordered, start, view.size); commit(items);",
            "long at = start; commit(items); log.append(ordered, at, view.size);"),
    END_OF_THE_TAGS_BEFORE_THEIR_ITEMS(
            "TagThenItem.ReaderComes", "ItemWriter", "commit(items); log.publish();", "log.publish(); commit(items);"),

    // many readers
    SUBSCRIBED_AT_A_GUESS(
            "SubscribeOrOverwrite.FromTheNewest",
            "Seat",
            "long now = start(this, history, fromOldest);",
            "long now = guess;"),
    OVERWRITTEN_WITHOUT_A_SECOND_LOOK(
            "SubscribeOrOverwrite.FromTheOldest", "Gate", "if (readers.members() == members) {", "if (true) {"),
    NOT_VALIDATED(
            "OverwriteThenValidate",
            "LossyReader",
            "oldest = history.oldest.loadVolatile(); if (start - oldest < 0) {",
            "if (false) {"),
    ENDED_UNTOLD("EndOrSubscribe.Subscribing", "BroadcastRing", "if (now.ended) {", "if (false) {"),
    NO_FENCE_BEHIND_ONE_OF_MANY(
            "ManyReadersWake.LastOfTwo", "RingReader", "Barrier.publish(read, next);", "read.storeRelease(next);"),
    TAKEN_OUT_WITHOUT_A_SECOND_LOOK(
            "ManyReadersWake.ReaderWaitsAgain", "WaiterQueue", "if (!slot.isIdle()) {", "if (false) {"),
    WOKEN_BEFORE_LEAVING(
            "ManyReadersWake.ReaderCloses",
            "Seat",
            "readers.leave(this); freeOwn(); } finally { writerSlot.wakeIfReached(written.loadVolatile());",
            "writerSlot.wakeIfReached(written.loadVolatile()); } finally { readers.leave(this); freeOwn();"),
    LEFT_BY_STORE_AND_LOOK(
            "LastOfManyOut.WriterAndReader",
            "Readers",
            "freeIfOver(exchange(now -> now.without(seat)));",
            "exchange(now -> now.without(seat)); freeIfOver(members.get());");

    /** The jcstress test that notices. */
    final String test;

    private final String file;
    private final Pattern from;
    private final String to;

    Weakening(String test, String file, String from, String to) {
        this.test = test;
        this.file = file + ".java";
        String[] words = from.trim().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            words[i] = Pattern.quote(words[i]);
        }
        this.from = Pattern.compile(String.join("\\s+", words));
        this.to = to;
    }

    /** The package of its copy, in place of {@code io.bytering}. */
    String packageName() {
        return "weak." + name().toLowerCase(Locale.ROOT);
    }

    /** The source of a file, weakened if it is the one. */
    String apply(String fileName, String source) {
        if (!fileName.equals(file)) {
            return source;
        }
        Matcher place = from.matcher(source.replaceAll("(?m)\\s// .*$", ""));
        if (!place.find()) {
            throw new AssertionError(this + ": " + file + " has changed: it no longer has " + from);
        }
        return place.replaceAll(Matcher.quoteReplacement(to));
    }
}
