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
            "copyIn(index, src, offset, count); publish(at + count);",
            "publish(at + count); copyIn(index, src, offset, count);"),
    CONSUMED_BEFORE_IT_IS_READ(
            "ConsumeThenOverwrite",
            "RingReader",
            "copyOut(index(), dst, offset, here); copyOut(0, dst, offset + here, count - here); advance(count);",
            "int index = index(); advance(count);"
                    + " copyOut(index, dst, offset, here); copyOut(0, dst, offset + here, count - here);",
            "copyOut(index, dst, offset, count); publish(at + count);",
            "publish(at + count); copyOut(index, dst, offset, count);"),
    MARKER_AFTER_THE_POSITION(
            "WrapThenRead.ByClaim",
            "RingWriter",
            "mark(at); long next = position + count;"
                    + " if (at == position) { previousBase = base; base = at; limit = at; store(next);",
            "long next = position + count;"
                    + " if (at == position) { previousBase = base; base = at; limit = at; store(next); mark(at);"),
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
            "public static boolean isAsymmetric() { return false; }",
            "public static boolean isAsymmetric() { return true; }",
            "position.storeVolatile(value);",
            "position.storeRelease(value);",
            "public static void afterPublish() {",
            "public static void afterPublish() { java.lang.invoke.VarHandle.fullFence();"),
    NO_FENCE_BEHIND_THE_ARM("PublishThenWake.ReaderWaits", "WaiterSlot", "set(waiter);", "lazySet(waiter);"),
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
            "return compareAndSet(waiter, null);",
            "if (get() != waiter) { return false; } set(null); return true;"),
    CAUSE_AFTER_THE_END(
            "CauseThenEnd.Seen",
            "Lifecycle",
            "close(WRITER_CLOSED, writerEnd, cause);",
            "close(WRITER_CLOSED, new AtomicReference<>(), cause); writerEnd.compareAndSet(null, cause);"),
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
            "RingState",
            "return writerInside.isLeft() && readerInside.isLeft();",
            "return readerInside.isLeft();"),
    CLOSED_BY_LOOK_AND_STORE(
            "LastOneOut",
            "Lifecycle",
            "while ((before & bit) == 0 && !compareAndSet(before, before | bit));",
            "while (false); set(before | bit);"),
    REFUSED_AFTER_PUBLISHING(
            "CloseFromElsewhere", "RingWriter", "publish(at + count); }", "publish(at + count); requireOwnOpen(); }"),

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
    NOT_VALIDATED("OverwriteThenValidate", "LossyReader", "if (seen - oldest >= 0) {", "if (true) {"),
    ENDED_UNTOLD(
            "EndOrSubscribe.Subscribing", "BroadcastRing", "if (state.lifecycle.isWriterClosed()) {", "if (false) {"),
    TOLD_BEFORE_IT_IS_CLOSED(
            "EndOrSubscribe.Subscribing",
            "RingWriter",
            "lifecycle.closeWriter(cause); state.afterWriterClose();",
            "state.afterWriterClose(); lifecycle.closeWriter(cause);"),
    NO_FENCE_BEHIND_ONE_OF_MANY(
            "ManyReadersWake.LastOfTwo", "RingReader", "Barrier.publish(read, next);", "read.storeRelease(next);"),
    TAKEN_OUT_WITHOUT_A_SECOND_LOOK(
            "ManyReadersWake.ReaderWaitsAgain", "WaiterQueue", "if (!slot.isIdle()) {", "if (false) {"),
    WOKEN_BEFORE_LEAVING(
            "ManyReadersWake.ReaderCloses",
            "Seat",
            "left = true; try { readers.leave(); } catch (Throwable e) { failure = Failures.and(failure, e); }"
                    + " failure = freeOwn(failure);",
            "writerSlot.wakeIfReached(written.loadVolatile()); left = true; readers.leave();"
                    + " if (true) { return freeOwn(failure); }"),
    LEFT_BY_LOOK_AND_STORE(
            "LastOfManyOut.WriterAndReader",
            "Readers",
            "members.compareAndSet(before, after)",
            "members.getAndSet(after) != null"),
    FREED_BY_LOOK_AND_STORE(
            "LastOfManyOut.TheSameTwice",
            "Readers",
            "freed.compareAndSet(false, true)) {",
            "!freed.get()) { freed.set(true);"),
    CLEARED_WITHOUT_A_LAST_LOOK(
            "WakeWhileLeaving.ByteArrives",
            "Seat",
            "queue.clear(); queue.beforeLastLook(); readers.wakeReached(written);",
            "queue.clear();"),
    CLEARED_BY_LOOK_AND_STORE(
            "WakeWhileLeaving.ReadersWait",
            "WaiterQueue",
            "outOfUse.set(0); QueuedSlot slot = getAndSet(null);",
            "outOfUse.set(0); QueuedSlot slot = get(); set(null);"),
    TAKEN_OUT_BY_LOOK_AND_STORE(
            "ManyReadersWake.ReadersWaitForMore",
            "WaiterQueue",
            "QueuedSlot last = null; QueuedSlot slot = getAndSet(null);",
            "QueuedSlot last = null; QueuedSlot slot = get(); set(null);"),

    // who is inside
    LEFT_WHILE_INSIDE("LastOneInside.RoomOfOneOfMany", "Occupancy", "if (isUsed()) {", "if (false) {"),
    MEMORY_LEFT_WHILE_THE_READER_IS_INSIDE(
            "LastOneInside.MemoryThatIsRead", "Occupancy", "if (isUsed()) {", "if (false) {"),
    MEMORY_LEFT_WHILE_THE_WRITER_IS_INSIDE(
            "LastOneInside.MemoryThatIsFilled", "Occupancy", "if (isUsed()) {", "if (false) {"),
    ENTERED_WITHOUT_A_LOOK_AT_THE_END(
            "LastOneInside.MemoryThatIsRead",
            "RingHalf",
            "storeMark(position + INSIDE); if (isClosed()) {",
            "storeMark(position + INSIDE); if (false) {"),
    GONE_OUT_WITHOUT_A_LOOK_AT_THE_END(
            "LastOneInside.MemoryThatIsFilled", "RingHalf", "if (isClosed() && inside.leaveOnce()) {", "if (false) {"),
    COPIED_IN_WITHOUT_GOING_INSIDE(
            "LastOneInside.MemoryThatIsFilled",
            "RingHalf",
            "this.guarded = inside.isStrict();",
            "this.guarded = false;"),
    COPIED_OUT_WITHOUT_GOING_INSIDE(
            "LastOneInside.MemoryThatIsCopied",
            "RingHalf",
            "this.guarded = inside.isStrict();",
            "this.guarded = false;"),
    FREED_BY_BOTH_HALVES(
            "LastOneOut", "RingState", "freed.compareAndSet(false, true)) {", "!freed.get()) { freed.set(true);"),
    LOOKED_FOR_THE_OTHER_BEFORE_LEAVING(
            "LastOneOut",
            "RingState",
            "if (readerInside.close()) {",
            "boolean other = writerInside.isLeft(); if (readerInside.close() && other) {"),
    COPIED_BY_A_READER_THAT_DID_NOT_GO_INSIDE(
            "CopyThenLook", "RingHalf", "} else if (guarded) { COPYING_TO.set(this, next);", "} else if (guarded) {"),
    CONSUMED_WITHOUT_A_LAST_LOOK(
            "CopyThenLook",
            "RingReader",
            "requireUsable(); requireStillOpen(); int left = Math.max(offered, 0);",
            "requireNotLent(); int left = Math.max(offered, 0);"),
    LOOKED_UP_BY_A_QUESTION(
            "QuestionsFromElsewhere",
            "RingReader",
            "long start = start(); return (int) Math.max(0,",
            "refresh(); long start = start(); return (int) Math.max(0,"),
    RANGE_LEFT_BY_A_QUESTION(
            "QuestionsFromElsewhere",
            "RingReader",
            "return (int) Math.max(0, Math.min(state.written.loadAcquire() - start, capacity));",
            "return (int) (state.written.loadAcquire() - start);"),

    // messages of many writers
    COMMITTED_BEFORE_IT_IS_WRITTEN(
            "CommitThenTake",
            "MessageWriter",
            "region.put(index(), src, offset, length); } catch (Throwable e) { drop(); throw e; }"
                    + " state.commit(claim, length);",
            "int at = index(); state.commit(claim, length); region.put(at, src, offset, length);"
                    + " } catch (Throwable e) { throw e; }"),
    GIVEN_UP_BEFORE_IT_IS_READ(
            "TakeThenClaim",
            "MessageReader",
            "int start = buffer == null ? 0 : buffer.position();",
            "long here = at; moveTo(places.after(slot, at)); int start = buffer == null ? 0 : buffer.position();",
            "int index = places.indexOf(slot, at);",
            "int index = places.indexOf(slot, here);",
            "own(slot, at); } catch",
            "} catch",
            "Failures.rethrow(failure); moveTo(places.after(slot, at));",
            "Failures.rethrow(failure);"),
    CLAIMED_BY_LOOK_AND_STORE(
            "TwoClaims",
            "MessageState",
            "if (tail.compareAndSet(from, to)) {",
            "if (tail.loadAcquire() == from) { tail.storeRelease(to);"),
    ENDED_WITHOUT_A_LOOK_AT_THE_TAIL(
            "LastMessageThenEnd.ByItsWriter",
            "MessageState",
            "return tail.loadAcquire() == (word | Places.SEALED);",
            "return true;"),
    END_BESIDE_THE_TAIL(
            "LastMessageThenEnd.ByTheReader",
            "MessageState",
            "if ((from & Places.SEALED) != 0) { throw ended(); }",
            "if (lifecycle.isWriterClosed()) { throw ended(); }",
            "while ((last & Places.SEALED) == 0 && !tail.compareAndSet(last, last | Places.SEALED));",
            "while (false);",
            "return tail.loadAcquire() == (word | Places.SEALED);",
            "return tail.loadAcquire() == word;"),
    NO_FENCE_BEHIND_THE_SLOT(
            "MessageThenWake.ReaderWaits",
            "MessageState",
            "Barrier.publish(slots, places.slot(from), slot);",
            "slots.lazySet(places.slot(from), slot);"),
    NO_LAST_LOOK_AT_THE_SLOT(
            "MessageThenWake.ReaderWaits", "MessageReader", "reached = isReached();", "reached = isClosed();"),
    NO_LOOK_AT_THE_END_OF_MESSAGES(
            "MessageThenWake.ReaderWaitsForTheEnd",
            "MessageReader",
            "reached = isReached();",
            "reached = places.isSettled(state.slot(at), at);"),
    NO_FENCE_BEHIND_WHAT_WAS_TAKEN(
            "MessageThenWake.WriterWaits", "MessageState", "Barrier.publish(read, word);", "read.storeRelease(word);"),
    NO_LAST_LOOK_AT_THE_ROOM(
            "MessageThenWake.WriterWaits", "SleepingWriters", "beforeLastLook(); serve();", "beforeLastLook();"),
    UNDONE_UNTOLD(
            "MessageThenWake.WriterWaitsForAWriter",
            "MessageState",
            "claim.drop(); sleepingWriters.wakeIfReached(0);",
            "claim.drop();"),
    FREED_UNDER_A_CLAIM(
            "LastClaimThenFree.WriterAndReader",
            "MessageState",
            "if (!places.isSettled(slot, word)) { return;",
            "if (!places.isSettled(slot, word)) { break;"),
    SETTLED_WITHOUT_A_LOOK_AT_THE_END(
            "LastClaimThenFree.WriterAndReader",
            "MessageState",
            "try { if (lifecycle.isReaderClosed()) {",
            "try { if (false) {"),
    MESSAGES_FREED_BY_LOOK_AND_STORE(
            "LastClaimThenFree.TwoWriters",
            "MessageState",
            "if (freed.compareAndSet(false, true)) {",
            "if (!freed.get()) { freed.set(true);");

    /** The jcstress test that notices. */
    final String test;

    private final String file;

    /** By turns what is there, and what comes in its place. */
    private final String[] changes;

    Weakening(String test, String file, String... changes) {
        this.test = test;
        this.file = file + ".java";
        this.changes = changes;
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
        String weakened = source.replaceAll("(?m)\\s// .*$", "");
        for (int i = 0; i < changes.length; i += 2) {
            Matcher place = pattern(changes[i]).matcher(weakened);
            if (!place.find()) {
                throw new AssertionError(this + ": " + file + " has changed: it no longer has " + changes[i]);
            }
            weakened = place.replaceAll(Matcher.quoteReplacement(changes[i + 1]));
        }
        return weakened;
    }

    private static Pattern pattern(String text) {
        String[] words = text.trim().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            words[i] = Pattern.quote(words[i]);
        }
        return Pattern.compile(String.join("\\s+", words));
    }
}
