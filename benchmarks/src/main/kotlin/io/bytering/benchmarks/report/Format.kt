package io.bytering.benchmarks.report

import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Measure
import io.bytering.benchmarks.measuring.Outcome
import java.util.Locale

/** Numbers for people. */
object Format {
    /** Three digits that mean something. */
    fun number(value: Double): String =
        when {
            value >= 100 -> "%.0f"
            value >= 10 -> "%.1f"
            value >= 1 -> "%.2f"
            else -> "%.3f"
        }.format(Locale.ROOT, value)

    /** Without zeros at the end. */
    fun plain(value: Double): String =
        value.toBigDecimal().round(java.math.MathContext(3)).stripTrailingZeros().toPlainString()

    fun whole(value: Double): String = "%,.0f".format(Locale.ROOT, value)

    fun ratio(value: Double): String = number(value) + "×"

    /** The speed of a round in the duel's unit. */
    fun speed(duel: Duel, value: Double): String =
        number(inUnit(duel, value)) + " " + duel.measure.unit

    fun inUnit(duel: Duel, value: Double): Double =
        when (duel.measure) {
            Measure.RATE -> value / 1e6
            Measure.CPU -> value
            else -> value * 1e6
        }

    fun line(outcome: Outcome): String =
        with(outcome) {
            "${ratio(ratio.median)} (${number(ratio.low)}–${number(ratio.high)}): " +
                "${speed(duel, ours.median)} against ${speed(duel, peer.median)}"
        }
}
