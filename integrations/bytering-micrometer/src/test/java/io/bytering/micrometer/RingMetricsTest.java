package io.bytering.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RingMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static ByteRing ring(String name) {
        return ByteRing.builder().capacity(64).name(name).build();
    }

    /** 60 bytes written, 40 read, a reader that was woken, and a writer that gave up. */
    private static ByteRing used(String name) throws IOException {
        ByteRing ring = ring(name);
        assertTrue(ring.reader().arm(() -> {}, 60));
        ring.writer().write(new byte[60], 0, 60);
        assertEquals(60, ring.reader().readableBytes());
        ring.reader().skip(40);
        assertTrue(ring.writer().arm(() -> {}, 64));
        ring.reader().read(new byte[64], 0, 0);
        return ring;
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    @Test
    void metersSayWhatTheStatisticsSay() throws IOException {
        ByteRing ring = used("uploads");
        new RingMetrics(ring.statistics(), Tags.of("app", "shop")).bindTo(registry);
        String[] tags = {"ring", "uploads", "app", "shop"};
        assertEquals("60.0 40.0", counter("bytering.written", tags) + " " + counter("bytering.read", tags));
        assertEquals("64.0 20.0", gauge("bytering.capacity", tags) + " " + gauge("bytering.level", tags));
        assertEquals("60.0 1.0", gauge("bytering.level.highest", tags) + " " + gauge("bytering.readers", tags));
        for (String name : List.of("bytering.waits", "bytering.sleeps")) {
            assertEquals("1.0 1.0", counter(name, "side", "writer") + " " + counter(name, "side", "reader"), name);
        }
        assertEquals(
                "0.0 1.0",
                counter("bytering.wakeups", "side", "writer") + " " + counter("bytering.wakeups", "side", "reader"));
        assertEquals("0.0 0.0", counter("bytering.underruns") + " " + counter("bytering.overruns"));
        assertEquals(0.0, counter("bytering.missed"));
        ring.reader().read(new byte[64], 0, 64);
        assertEquals(0, ring.reader().read(new byte[64], 0, 64), "it has run dry");
        assertEquals("60.0 1.0", counter("bytering.read") + " " + counter("bytering.underruns"));
    }

    @Test
    void aScrapeReadsWell() throws IOException {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ByteRing first = used("uploads");
        ByteRing second = ring("downloads");
        new RingMetrics(first.statistics()).bindTo(prometheus);
        new RingMetrics(second.statistics()).bindTo(prometheus);
        List<String> lines = prometheus.scrape().lines().collect(Collectors.toList());
        for (String line : List.of(
                "# HELP bytering_written_bytes_total Bytes that were written",
                "# TYPE bytering_written_bytes_total counter",
                "bytering_written_bytes_total{ring=\"uploads\"} 60.0",
                "bytering_written_bytes_total{ring=\"downloads\"} 0.0",
                "bytering_read_bytes_total{ring=\"uploads\"} 40.0",
                "bytering_missed_bytes_total{ring=\"uploads\"} 0.0",
                "bytering_capacity_bytes{ring=\"uploads\"} 64.0",
                "# TYPE bytering_level_bytes gauge",
                "bytering_level_bytes{ring=\"uploads\"} 20.0",
                "bytering_level_highest_bytes{ring=\"uploads\"} 60.0",
                "bytering_waits_total{ring=\"uploads\",side=\"writer\"} 1.0",
                "bytering_sleeps_total{ring=\"uploads\",side=\"reader\"} 1.0",
                "bytering_wakeups_total{ring=\"uploads\",side=\"reader\"} 1.0",
                "bytering_underruns_total{ring=\"uploads\"} 0.0",
                "bytering_overruns_total{ring=\"uploads\"} 0.0",
                "bytering_readers{ring=\"uploads\"} 1.0")) {
            assertTrue(lines.contains(line), () -> line + "\nis not in\n" + String.join("\n", lines));
        }
        first.close();
        second.close();
    }

    @Test
    void whoIsClosedLeavesAllRegistries() {
        MeterRegistry other = new SimpleMeterRegistry();
        RingMetrics metrics = new RingMetrics(ring("uploads").statistics());
        RingMetrics rest = new RingMetrics(ring("downloads").statistics());
        for (MeterRegistry one : List.of(registry, other)) {
            metrics.bindTo(one);
            rest.bindTo(one);
        }
        int all = registry.getMeters().size();
        metrics.close();
        metrics.close();
        for (MeterRegistry one : List.of(registry, other)) {
            assertEquals(all / 2, one.getMeters().size());
            assertNull(one.find("bytering.level").tag("ring", "uploads").gauge());
        }
        rest.close();
        assertTrue(registry.getMeters().isEmpty() && other.getMeters().isEmpty());
    }

    private WeakReference<ByteRing> forgotten() throws IOException {
        ByteRing ring = used("forgotten");
        new RingMetrics(ring.statistics()).bindTo(registry);
        assertEquals(60, counter("bytering.written"));
        return new WeakReference<>(ring);
    }

    @Test
    void aRingThatIsForgottenIsCollected() throws IOException, InterruptedException {
        WeakReference<ByteRing> ring = forgotten();
        while (ring.get() != null || !Double.isNaN(gauge("bytering.level"))) {
            System.gc();
            Thread.onSpinWait();
        }
        assertEquals(60, counter("bytering.written"), "what it was");
    }

    @Test
    void aRingWhoseHalfIsInUseIsNotForgotten() throws IOException {
        ByteRing ring = used("used");
        var reader = ring.reader();
        new RingMetrics(ring.statistics()).bindTo(registry);
        ring = null;
        System.gc();
        assertFalse(Double.isNaN(gauge("bytering.level")));
        assertEquals(20, reader.readableBytes());
    }
}
