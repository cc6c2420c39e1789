package io.bytering.cli

import io.kotest.assertions.withClue
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.TimeSource

/**
 * Tries one case after the other for some time, in the profile `stress` for longer, and until
 * [enough] have been seen. A failure names the seed, which `-Dbytering.fuzz.seed` chooses.
 */
inline fun randomCases(length: Duration, enough: () -> Boolean = { true }, case: (Random) -> Unit) {
    val seed = java.lang.Long.getLong("bytering.fuzz.seed", System.nanoTime())
    val random = Random(seed)
    val end = TimeSource.Monotonic.markNow() + length * Integer.getInteger("bytering.effort", 1)
    withClue("seed $seed") { do case(random) while (end.hasNotPassedNow() || !enough()) }
}
