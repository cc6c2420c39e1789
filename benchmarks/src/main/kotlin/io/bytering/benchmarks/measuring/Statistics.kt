package io.bytering.benchmarks.measuring

import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Measure
import io.bytering.benchmarks.duel.Turns
import org.apache.commons.math3.stat.descriptive.rank.Percentile

/** Where the middle of some numbers lies, and how far they spread. */
data class Spread(val median: Double, val low: Double, val high: Double) {
    companion object {
        /** Low and high are the quartiles. */
        fun of(values: List<Double>): Spread {
            require(values.isNotEmpty()) { "no values" }
            val percentile = Percentile().withEstimationType(Percentile.EstimationType.R_7)
            percentile.data = values.toDoubleArray()
            return Spread(
                percentile.evaluate(50.0),
                percentile.evaluate(25.0),
                percentile.evaluate(75.0),
            )
        }
    }
}

/**
 * Rounds sorted into those of the two contestants; the n-th of each are a pair, measured one right
 * after the other.
 */
data class Pairs<T>(val ours: List<T>, val peer: List<T>) {
    fun <R> map(transform: (T) -> R): Pairs<R> = Pairs(ours.map(transform), peer.map(transform))

    operator fun plus(other: Pairs<T>): Pairs<T> = Pairs(ours + other.ours, peer + other.peer)

    companion object {
        /** @param rounds by [Turns], from the start of a cycle */
        fun <T> of(rounds: List<T>): Pairs<T> {
            require(rounds.size % 2 == 0) { "a round has no other: ${rounds.size} rounds" }
            val (ours, peer) = rounds.withIndex().partition { Turns.isOurs(it.index) }
            return Pairs(ours.map { it.value }, peer.map { it.value })
        }
    }
}

/**
 * What came of a duel.
 *
 * @param rounds each round's speed: operations per second, or the median of its times in seconds
 * @param allocated each round's bytes per operation
 * @param times percentiles of all times, where they were taken
 */
class Outcome(
    val duel: Duel,
    val rounds: Pairs<Double>,
    val allocated: Pairs<Double>,
    val times: Pairs<Times>?,
) {
    val ours: Spread = Spread.of(rounds.ours)
    val peer: Spread = Spread.of(rounds.peer)

    /** How many times faster the ring was in each pair of rounds. */
    val ratios: List<Double> = rounds.ours.zip(rounds.peer) { ours, peer -> faster(ours, peer) }

    val ratio: Spread = Spread.of(ratios)

    /** What goals are about. */
    val ratioOfMedians: Double = faster(ours.median, peer.median)

    val isReached: Boolean? = duel.goal?.let { ratioOfMedians >= it }

    private fun faster(ours: Double, peer: Double) =
        if (duel.measure == Measure.RATE) ours / peer else peer / ours
}

/** Seconds. */
data class Times(val p50: Double, val p99: Double, val p999: Double)
