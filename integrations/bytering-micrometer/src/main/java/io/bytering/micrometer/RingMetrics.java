package io.bytering.micrometer;

import io.bytering.RingStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of one ring as meters.
 *
 * <pre>{@code
 * ByteRing ring = ByteRing.builder().capacity(64 * 1024).name("uploads").build();
 * new RingMetrics(ring.statistics()).bindTo(registry);
 * }</pre>
 *
 * <table>
 *   <caption>Meters; each has the tag {@code ring}, the ring's name</caption>
 *   <tr><th>name</th><th>kind</th><th>is</th></tr>
 *   <tr><td>{@code bytering.written}</td><td>counter, bytes</td><td>{@link RingStatistics#bytesWritten}</td></tr>
 *   <tr><td>{@code bytering.read}</td><td>counter, bytes</td><td>{@link RingStatistics#bytesRead}</td></tr>
 *   <tr><td>{@code bytering.missed}</td><td>counter, bytes</td><td>{@link RingStatistics#missedBytes}</td></tr>
 *   <tr><td>{@code bytering.capacity}</td><td>gauge, bytes</td><td>{@link RingStatistics#capacity}</td></tr>
 *   <tr><td>{@code bytering.level}</td><td>gauge, bytes</td><td>{@link RingStatistics#level}</td></tr>
 *   <tr><td>{@code bytering.level.highest}</td><td>gauge, bytes</td><td>{@link RingStatistics#highWaterMark}</td></tr>
 *   <tr><td>{@code bytering.waits}</td><td>counter, by {@code side}</td><td>{@link RingStatistics#writerWaits}, {@link
 *       RingStatistics#readerWaits}</td></tr>
 *   <tr><td>{@code bytering.sleeps}</td><td>counter, by {@code side}</td><td>{@link RingStatistics#writerSleeps}, {@link
 *       RingStatistics#readerSleeps}</td></tr>
 *   <tr><td>{@code bytering.wakeups}</td><td>counter, by {@code side}</td><td>{@link RingStatistics#writerWakeUps}, {@link
 *       RingStatistics#readerWakeUps}</td></tr>
 *   <tr><td>{@code bytering.underruns}</td><td>counter</td><td>{@link RingStatistics#underruns}</td></tr>
 *   <tr><td>{@code bytering.overruns}</td><td>counter</td><td>{@link RingStatistics#overruns}</td></tr>
 *   <tr><td>{@code bytering.readers}</td><td>gauge</td><td>{@link RingStatistics#readers}</td></tr>
 * </table>
 *
 * <p>{@code side} is {@code writer} or {@code reader}: who has waited. Of two rings with the same name and tags, a registry
 * keeps the meters of the first alone, so give rings names of their own, or tags.
 *
 * <p><b>Memory.</b> The meters hold the statistics weakly, and so the ring. When it is collected, its gauges are {@code NaN},
 * and its counters stay what they were when last asked. {@link #close} takes the meters out of their registries, which
 * nothing else does: do so where rings come and go. This object holds the statistics, as long as it is held itself.
 *
 * <p><b>Threads.</b> Any.
 */
public final class RingMetrics implements MeterBinder, AutoCloseable {
    private final RingStatistics statistics;
    private final Tags tags;
    private final Queue<Runnable> removals = new ConcurrentLinkedQueue<>();

    /**
     * Meters of a ring, with no tag but its name.
     *
     * @param statistics of {@code ring.statistics()}, or those of one reader
     */
    public RingMetrics(RingStatistics statistics) {
        this(statistics, Tags.empty());
    }

    /**
     * Meters of a ring.
     *
     * @param statistics of {@code ring.statistics()}, or those of one reader
     * @param tags that all of its meters have, beside {@code ring}
     */
    public RingMetrics(RingStatistics statistics, Iterable<Tag> tags) {
        this.statistics = statistics;
        this.tags = Tags.of("ring", statistics.name()).and(tags);
    }

    /**
     * Registers the meters.
     *
     * @param registry where to; may be several, one after another
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        bytes(registry, "written", "Bytes that were written", RingStatistics::bytesWritten);
        bytes(registry, "read", "Bytes that readers have done with", RingStatistics::bytesRead);
        bytes(registry, "missed", "Bytes that were overwritten before a reader got them", RingStatistics::missedBytes);
        gauge(registry, "capacity", "The total room", BaseUnits.BYTES, RingStatistics::capacity);
        gauge(registry, "level", "Bytes that wait to be read", BaseUnits.BYTES, RingStatistics::level);
        String highest = "The highest level that was seen";
        gauge(registry, "level.highest", highest, BaseUnits.BYTES, RingStatistics::highWaterMark);
        String waits = "How often a side has waited for the other";
        sides(registry, "waits", waits, RingStatistics::writerWaits, RingStatistics::readerWaits);
        String sleeps = "How often a side has slept, waiting for the other";
        sides(registry, "sleeps", sleeps, RingStatistics::writerSleeps, RingStatistics::readerSleeps);
        String wakeUps = "How often a side was woken";
        sides(registry, "wakeups", wakeUps, RingStatistics::writerWakeUps, RingStatistics::readerWakeUps);
        count(registry, "underruns", "Calls that asked for more than there was", RingStatistics::underruns);
        count(registry, "overruns", "How often unread bytes were overwritten", RingStatistics::overruns);
        gauge(registry, "readers", "Readers that are not closed", null, RingStatistics::readers);
    }

    private void bytes(MeterRegistry registry, String name, String about, ToDoubleFunction<RingStatistics> number) {
        counter(registry, name, about, BaseUnits.BYTES, tags, number);
    }

    private void count(MeterRegistry registry, String name, String about, ToDoubleFunction<RingStatistics> number) {
        counter(registry, name, about, null, tags, number);
    }

    private void sides(
            MeterRegistry registry,
            String name,
            String about,
            ToDoubleFunction<RingStatistics> ofWriter,
            ToDoubleFunction<RingStatistics> ofReaders) {
        counter(registry, name, about, null, tags.and("side", "writer"), ofWriter);
        counter(registry, name, about, null, tags.and("side", "reader"), ofReaders);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String about,
            @Nullable String unit,
            Tags its,
            ToDoubleFunction<RingStatistics> number) {
        remember(
                registry,
                FunctionCounter.builder("bytering." + name, statistics, number)
                        .description(about)
                        .baseUnit(unit)
                        .tags(its)
                        .register(registry));
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String about,
            @Nullable String unit,
            ToDoubleFunction<RingStatistics> number) {
        remember(
                registry,
                Gauge.builder("bytering." + name, statistics, number)
                        .description(about)
                        .baseUnit(unit)
                        .tags(tags)
                        .register(registry));
    }

    private void remember(MeterRegistry registry, Meter meter) {
        removals.add(() -> registry.remove(meter));
    }

    /** Takes the meters out of all registries that they were bound to. Idempotent. */
    @Override
    public void close() {
        Runnable removal;
        while ((removal = removals.poll()) != null) {
            removal.run();
        }
    }
}
