package io.bytering.cli.progress

import kotlin.math.ceil
import kotlin.math.roundToInt

/**
 * How long the sides of a ring have waited for each other within some time: which of them was slow.
 *
 * @property nanos the time in all
 * @property forReader how long the writer had no room, as the reader was slow
 * @property forWriter how long the reader had no bytes, as the writer was slow
 * @property forLimit how long bytes were held back to keep to a rate
 */
data class Waited(
    val nanos: Long = 0,
    val forReader: Long = 0,
    val forWriter: Long = 0,
    val forLimit: Long = 0,
) {
    operator fun plus(more: Waited) =
        Waited(
            nanos + more.nanos,
            forReader + more.forReader,
            forWriter + more.forWriter,
            forLimit + more.forLimit,
        )

    operator fun minus(before: Waited) =
        Waited(
            nanos - before.nanos,
            forReader - before.forReader,
            forWriter - before.forWriter,
            forLimit - before.forLimit,
        )

    private enum class Slow {
        READER,
        WRITER,
        BOTH,
        NEITHER,
        LIMIT,
    }

    private val slow: Slow
        get() {
            val most = maxOf(forReader, forWriter, forLimit)
            val less = minOf(forReader, forWriter)
            return when {
                share(most) < LITTLE -> Slow.NEITHER
                most == forLimit -> Slow.LIMIT
                share(less) >= LITTLE && less >= most / MUCH_LESS -> Slow.BOTH
                most == forReader -> Slow.READER
                else -> Slow.WRITER
            }
        }

    /** `the reader made the writer wait 83 % of the time`. */
    fun inWords(): String =
        when (slow) {
            Slow.READER -> "the reader made the writer wait ${percent(forReader)} % of the time"
            Slow.WRITER -> "the writer made the reader wait ${percent(forWriter)} % of the time"
            Slow.LIMIT -> "the rate limit held both up ${percent(forLimit)} % of the time"
            Slow.BOTH ->
                "each made the other wait: the writer ${percent(forReader)} % of the time, " +
                    "the reader ${percent(forWriter)} %"
            Slow.NEITHER ->
                "neither side made the other wait for more than " +
                    "${ceil(100 * share(maxOf(forReader, forWriter))).toInt()} % of the time"
        }

    /** The same in [SHORT] characters or less: `reader slow 83%`. */
    fun inShort(): String =
        when (slow) {
            Slow.READER -> "reader slow ${percent(forReader)}%"
            Slow.WRITER -> "writer slow ${percent(forWriter)}%"
            Slow.LIMIT -> "at the limit"
            Slow.BOTH -> "both by turns"
            Slow.NEITHER -> "neither slow"
        }

    private fun share(part: Long): Double = if (nanos <= 0) 0.0 else part.toDouble() / nanos

    private fun percent(part: Long): Int = (100 * share(part)).roundToInt()

    companion object {
        const val SHORT = 16

        /** A tenth of the time is not worth a word. */
        private const val LITTLE = 0.1

        /** Nor is it worth a word beside a wait of three times its length. */
        private const val MUCH_LESS = 3
    }
}
