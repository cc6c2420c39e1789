package io.bytering;

import io.bytering.internal.Counters;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a ring has done so far: {@link ByteRing#statistics}, {@link BroadcastRing#statistics}, and of one reader of many {@link
 * RingReader#statistics}.
 *
 * <p><b>Threads.</b> Any thread may ask at any time, and never holds up a half. Each number is right for some moment between a
 * little while ago and now; two of them need not belong to the same moment, so differences may be off by what moved
 * meanwhile. Where no half runs any more, all are exact. Except for {@link #level} and {@link #readers}, none ever decreases.
 *
 * <p><b>Costs.</b> The halves count only where they wait, are woken, or find less than they wanted; calls that just move bytes
 * count nothing, as the positions are there anyway. A look at the positions takes their cache lines away from the halves for a
 * moment, so look a few times a second, not all the time.
 *
 * <p><b>Waits.</b> A half has waited when a layer that waits found too little and
 *
 * <ul>
 *   <li>slept: it was armed ({@link RingReader#arm}), and so had to be woken. A parked thread, a suspended coroutine, a
 *       selector. Who is woken too early and sleeps again has slept twice; or
 *   <li>spun: a call of {@link io.bytering.blocking} passed its time by spinning or yielding, and did not sleep.
 * </ul>
 *
 * <p>A call of the halves themselves never waits: what a loop of one's own around them does is not counted.
 *
 * <p>Statistics and their ring keep each other from being collected; code that must not keep the ring holds them weakly.
 */
public abstract class RingStatistics {
    /** The ring as one half sees it. */
    final RingState state;

    /** The highest level that was seen here, by those who asked. */
    private final AtomicInteger highestSeen = new AtomicInteger();

    RingStatistics(RingState state) {
        this.state = state;
    }

    /** The sum over all writers, that is, the one. */
    private long ofWriter(int counter) {
        return state.writerSlot.counters.get(counter);
    }

    /** The sum over all readers, those that are closed included; of levels the highest. */
    abstract long ofReaders(int counter);

    /**
     * What the ring is called.
     *
     * @return the name that its builder was given, or else {@code ring-} and a number that no other ring of this process has
     */
    public final String name() {
        return state.name.toString();
    }

    /**
     * The total room.
     *
     * @return bytes, from 1 to {@link ByteRing#MAX_CAPACITY}
     */
    public final int capacity() {
        return state.capacity;
    }

    /**
     * Bytes that were written.
     *
     * @return how many since the ring was built
     */
    public final long bytesWritten() {
        return state.bytesWritten();
    }

    /**
     * Bytes that readers have done with: those they have consumed, and {@link #missedBytes}.
     *
     * @return how many; over all readers that there ever were, so with many readers more than {@link #bytesWritten}; without
     *     what one of many readers still moves after another thread has closed it
     */
    public abstract long bytesRead();

    /**
     * Bytes that wait to be read now; with many readers, by the slowest of those that the writer waits for.
     *
     * @return bytes, from 0 to {@link #capacity}
     */
    public final int level() {
        int level = levelNow();
        int highest = highestSeen.get();
        while (level > highest && !highestSeen.compareAndSet(highest, level)) {
            highest = highestSeen.get();
        }
        return level;
    }

    abstract int levelNow();

    /** The bytes between, whatever moved between the two loads. */
    final int distance(long read, long written) {
        return (int) Math.max(0, Math.min(state.capacity, written - read));
    }

    /**
     * The highest level that a half has seen when it looked at the other, or these statistics when they were asked. A half that
     * has enough does not look, so the level may have been higher for a moment: by no more than what the reader knew of
     * already.
     *
     * @return bytes, from 0 to {@link #capacity}
     */
    public final int highWaterMark() {
        long halves = Math.max(ofWriter(Counters.HIGHEST), ofReaders(Counters.HIGHEST));
        level();
        return (int) Math.max(halves, highestSeen.get());
    }

    /**
     * How often the writer has waited for room; see the class.
     *
     * @return {@link #writerSleeps}, and the waits that it spun through
     */
    public final long writerWaits() {
        return writerSleeps() + ofWriter(Counters.SPINS);
    }

    /**
     * How often the writer has slept, for want of room.
     *
     * @return those of {@link #writerWaits} in which it had to be woken
     */
    public final long writerSleeps() {
        return ofWriter(Counters.SLEEPS);
    }

    /**
     * How often the writer was woken, by a reader that made room or by a close. Who gives up sleeping is not woken.
     *
     * @return no more than {@link #writerSleeps}, but for what happens meanwhile
     */
    public final long writerWakeUps() {
        return ofWriter(Counters.WAKE_UPS);
    }

    /**
     * How often readers have waited for bytes; see the class.
     *
     * @return {@link #readerSleeps}, and the waits that they spun through
     */
    public final long readerWaits() {
        return readerSleeps() + ofReaders(Counters.SPINS);
    }

    /**
     * How often readers have slept, for want of bytes.
     *
     * @return those of {@link #readerWaits} in which they had to be woken
     */
    public final long readerSleeps() {
        return ofReaders(Counters.SLEEPS);
    }

    /**
     * How often readers were woken, by the writer or by a close. Who gives up sleeping is not woken.
     *
     * @return no more than {@link #readerSleeps}, but for what happens meanwhile
     */
    public final long readerWakeUps() {
        return ofReaders(Counters.WAKE_UPS);
    }

    /**
     * How often a call asked for more bytes than there were; see {@link RingReader#underruns}.
     *
     * @return how many calls of all readers
     */
    public final long underruns() {
        return ofReaders(Counters.UNDERRUNS);
    }

    /**
     * How often bytes were overwritten before a reader that is not waited for got them; see {@link RingReader#overruns}.
     *
     * @return how many gaps, of all readers
     */
    public final long overruns() {
        return ofReaders(Counters.OVERRUNS);
    }

    /**
     * Bytes that were overwritten before a reader that is not waited for got them; see {@link RingReader#missedBytes}.
     *
     * @return how many, of all readers
     */
    public final long missedBytes() {
        return ofReaders(Counters.MISSED);
    }

    /**
     * How many readers there are.
     *
     * @return those that are not closed
     */
    public abstract int readers();

    /**
     * Whether the writer runs a full fence at each publication, so that it sees readers that fall asleep. The fence makes small
     * messages slower.
     *
     * @return false if the ring was built with {@code signals(false)}, or if readers that fall asleep force the fence instead, as far as
     *     the system lets them; true before Java 22, without native access, on other systems, and from the moment on at which so many
     *     threads fell asleep that the ring changed over
     */
    public final boolean isWriterFenced() {
        return state.signals && state.sleepingReaders.isFenced();
    }

    /**
     * Whether readers run a full fence at each publication, so that they see a writer that falls asleep.
     *
     * @return as {@link #isWriterFenced}; a ring may change over on one side only
     */
    public final boolean isReaderFenced() {
        return state.signals && state.writerSlot.isFenced();
    }

    /** All of it in one line. */
    @Override
    public final String toString() {
        return name() + "[capacity=" + capacity() + ", written=" + bytesWritten() + ", read=" + bytesRead() + ", level="
                + level()
                + ", highWaterMark=" + highWaterMark() + ", writerWaits=" + writerWaits() + ", writerSleeps="
                + writerSleeps() + ", writerWakeUps=" + writerWakeUps() + ", readerWaits=" + readerWaits()
                + ", readerSleeps=" + readerSleeps() + ", readerWakeUps=" + readerWakeUps() + ", underruns="
                + underruns() + ", overruns=" + overruns() + ", missed=" + missedBytes() + ", readers=" + readers()
                + ", writerFenced=" + isWriterFenced() + ", readerFenced=" + isReaderFenced() + "]";
    }
}
