package io.bytering.cli.options

import com.github.ajalt.clikt.core.ParameterHolder
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.options.NullableOption
import com.github.ajalt.clikt.parameters.options.RawOption
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.choice
import io.bytering.BroadcastRing
import io.bytering.ByteRing
import io.bytering.blocking.WaitStrategy
import io.bytering.cli.failures.ExitCode
import io.bytering.cli.failures.Failure

/** What every command lets its user choose about its rings. */
class RingOptions(
    defaultSize: String,
    help: String = "Size of the ring, from 1 byte to 1G.",
) : StorageOptions() {
    val size by
        option("-b", "--buffer", help = help)
            .size(1L..ByteRing.MAX_CAPACITY)
            .default(ByteSize.parse(defaultSize)!!, defaultSize)

    /**
     * For bytes that come in large pieces. Beside those a fence costs nothing, and to find out how
     * to do without one would take half the time of a start.
     *
     * @throws Failure if there is no memory for it
     */
    fun ringOfPieces(): ByteRing {
        if (System.getProperty(BARRIER) == null) System.setProperty(BARRIER, "fence")
        return ring()
    }

    /** @throws Failure if there is no memory for it */
    fun ring(): ByteRing = made {
        ByteRing.builder().capacity(size.toInt()).storage(storage).build()
    }

    /**
     * @param history whether some bytes are kept for lossy readers
     * @throws Failure if there is no memory for it
     */
    fun broadcastRing(history: Boolean): BroadcastRing = made {
        val builder = BroadcastRing.builder().capacity(size.toInt()).storage(storage)
        if (!history) builder.history(0)
        builder.build()
    }

    /**
     * Runs what takes memory for rings.
     *
     * @throws Failure if there is too little of it
     */
    fun <R> made(make: () -> R): R =
        try {
            made("a ring of ${ByteSize.exact(size)}", make)
        } catch (e: IllegalArgumentException) { // larger than the storage can be
            throw Failure("--buffer ${ByteSize.exact(size)}: ${e.message}", ExitCode.USAGE)
        }

    private companion object {
        const val BARRIER = "bytering.barrier"
    }
}

private val WAITS =
    mapOf(
        "backoff" to WaitStrategy.backOff(),
        "park" to WaitStrategy.parking(),
        "yield" to WaitStrategy.yielding(),
        "spin" to WaitStrategy.busySpin(),
    )

/** How the thread on one side of a ring waits for the other. */
fun ParameterHolder.waitOption(default: String = "backoff") =
    option("--wait", help = "How one side waits: backoff, park, yield, spin.")
        .choice(WAITS, metavar = "how")
        .default(WAITS.getValue(default), default)

/** An option that takes a [ByteSize] within a range. */
fun RawOption.size(range: LongRange): NullableOption<Long, Long> =
    convert("size") { text ->
        val option = option.names.last()
        val bytes =
            ByteSize.parse(text)
                ?: throw UsageError("$option $text: not a size; write 65536, 64K, 4M or 1G")
        if (bytes !in range) {
            val last = if (range.last == Long.MAX_VALUE) "" else " to ${ByteSize.exact(range.last)}"
            throw UsageError("$option $text: must be from ${range.first} byte$last")
        }
        bytes
    }
