package io.bytering.samples.metrics;

import io.bytering.ByteRing;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.micrometer.RingMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;

/** What a ring does, for Prometheus and all else that Micrometer knows. */
public final class HelloMetrics {
    private HelloMetrics() {}

    /** Two threads and a ring, the statistics of which are in a registry meanwhile. */
    public static void run(MeterRegistry registry, int bytes) throws IOException, InterruptedException {
        ByteRing ring = ByteRing.builder().capacity(64 * 1024).name("uploads").build();
        new RingMetrics(ring.statistics()).bindTo(registry);
        Thread writing = new Thread(() -> {
            try {
                BlockingWriter.of(ring.writer()).writeStream(out -> out.write(new byte[bytes]));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writing.start();
        try (BlockingReader reader = BlockingReader.of(ring.reader())) {
            reader.readFully(new byte[bytes]);
        }
        writing.join();
    }

    public static void main(String[] args) throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        run(registry, 1_000_000);
        System.out.print(registry.scrape());
    }
}
