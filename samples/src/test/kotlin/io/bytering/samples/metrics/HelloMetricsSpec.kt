package io.bytering.samples.metrics

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainAll
import io.micrometer.prometheusmetrics.PrometheusConfig
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry

class HelloMetricsSpec :
    FunSpec({
        test("a scrape tells what the ring has done") {
            val registry = PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
            HelloMetrics.run(registry, 100_000)
            registry.scrape().lines() shouldContainAll
                listOf(
                    """bytering_written_bytes_total{ring="uploads"} 100000.0""",
                    """bytering_read_bytes_total{ring="uploads"} 100000.0""",
                    """bytering_level_bytes{ring="uploads"} 0.0""",
                    """bytering_readers{ring="uploads"} 0.0""",
                )
        }
    })
