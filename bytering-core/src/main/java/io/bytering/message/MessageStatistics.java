package io.bytering.message;

import io.bytering.internal.Counters;

/**
 * What a ring of messages has done so far. Any thread may ask; each answer is what it was a moment ago, and asking changes nothing.
 * Counts of messages wrap around, at 2<sup>34</sup> or later.
 */
public final class MessageStatistics {
    private final MessageState state;

    MessageStatistics(MessageState state) {
        this.state = state;
    }

    /**
     * What the ring is called.
     *
     * @return as its builder said, or else {@code ring-} and a number
     */
    public String name() {
        return state.name.toString();
    }

    /**
     * The total room.
     *
     * @return bytes
     */
    public int capacity() {
        return state.places.capacity();
    }

    /**
     * Messages that were claimed, but for those whose claim was undone.
     *
     * @return how many
     */
    public long messagesClaimed() {
        return count(state.tail.loadAcquire());
    }

    /**
     * Messages that the reader has passed, those included that were aborted.
     *
     * @return how many
     */
    public long messagesRead() {
        return count(state.read.loadAcquire());
    }

    /**
     * Messages that wait, or are being written.
     *
     * @return from 0 to {@link MessageRing#maxMessages}
     */
    public int level() {
        long read = state.read.loadAcquire(); // the older one first
        return Math.min(state.places.messages(state.tail.loadAcquire(), read), state.places.slots());
    }

    /**
     * How often writers have slept, for want of room.
     *
     * @return how often one was armed
     */
    public long writerSleeps() {
        return state.sleepingWriters.counters.get(Counters.SLEEPS);
    }

    /**
     * How often a sleeping writer was woken.
     *
     * @return no more than {@link #writerSleeps}, but for what happens meanwhile
     */
    public long writerWakeUps() {
        return state.sleepingWriters.counters.get(Counters.WAKE_UPS);
    }

    /**
     * How often the reader has slept, for want of a message.
     *
     * @return how often it was armed
     */
    public long readerSleeps() {
        return state.sleepingReader.counters.get(Counters.SLEEPS);
    }

    /**
     * How often the sleeping reader was woken.
     *
     * @return no more than {@link #readerSleeps}, but for what happens meanwhile
     */
    public long readerWakeUps() {
        return state.sleepingReader.counters.get(Counters.WAKE_UPS);
    }

    /** All of it in one line. */
    @Override
    public String toString() {
        return name() + "[capacity=" + capacity() + ", claimed=" + messagesClaimed() + ", read=" + messagesRead()
                + ", level=" + level() + ", writerSleeps=" + writerSleeps() + ", writerWakeUps=" + writerWakeUps()
                + ", readerSleeps=" + readerSleeps() + ", readerWakeUps=" + readerWakeUps() + "]";
    }

    private long count(long word) {
        return state.places.sequence(word - state.places.word(state.origin));
    }
}
