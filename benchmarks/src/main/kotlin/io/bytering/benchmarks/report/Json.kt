package io.bytering.benchmarks.report

import io.bytering.benchmarks.duel.Measure
import io.bytering.benchmarks.footprint.Footprint
import io.bytering.benchmarks.measuring.Outcome
import io.bytering.benchmarks.measuring.Spread
import io.bytering.benchmarks.measuring.Times

/** The results as data: numbers, and names that need no escapes but quotes. */
object Json {
    fun of(machine: Machine, outcomes: List<Outcome>, footprints: List<Footprint>): String =
        `object`(
            "machine" to
                `object`(*machine.facts.map { (name, fact) -> name to text(fact) }.toTypedArray()),
            "duels" to outcomes.joinToString(",\n", "[\n", "\n]") { duel(it) },
            "footprints" to footprints.joinToString(", ", "[", "]") { footprint(it) },
        ) + "\n"

    private fun footprint(footprint: Footprint) =
        `object`(
            "of" to text(footprint.name),
            "heap" to "${footprint.heap}",
            "direct" to "${footprint.direct}",
        )

    private fun duel(outcome: Outcome): String =
        with(outcome) {
            `object`(
                "id" to text(duel.id),
                "unit" to
                    text(
                        when (duel.measure) {
                            Measure.RATE -> "operations per second"
                            Measure.CPU -> "seconds for each GiB"
                            else -> "seconds"
                        }
                    ),
                "ratio" to spread(ratio),
                "ratioOfMedians" to "$ratioOfMedians",
                "goal" to "${duel.goal}",
                "ours" to side(rounds.ours, allocated.ours, times?.ours?.single()),
                "peer" to side(rounds.peer, allocated.peer, times?.peer?.single()),
            )
        }

    private fun side(rounds: List<Double>, allocated: List<Double>, times: Times?): String =
        `object`(
            "median" to "${Spread.of(rounds).median}",
            "bytesAllocated" to "${Spread.of(allocated).median}",
            "times" to
                (times?.let {
                    `object`("p50" to "${it.p50}", "p99" to "${it.p99}", "p99.9" to "${it.p999}")
                } ?: "null"),
            "rounds" to "$rounds",
        )

    private fun spread(spread: Spread) =
        `object`(
            "median" to "${spread.median}",
            "low" to "${spread.low}",
            "high" to "${spread.high}",
        )

    private fun `object`(vararg members: Pair<String, String>): String =
        members.joinToString(", ", "{", "}") { (name, value) -> "${text(name)}: $value" }

    private fun text(value: String): String =
        "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
}
