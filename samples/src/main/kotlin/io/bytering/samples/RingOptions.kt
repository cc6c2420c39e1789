package io.bytering.samples

import com.github.ajalt.clikt.core.ParameterHolder
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.NullableOption
import com.github.ajalt.clikt.parameters.options.RawOption
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.choice
import io.bytering.ByteRing
import io.bytering.blocking.WaitStrategy
import io.bytering.storage.Storage

/** What every command lets its user choose about the ring. */
class RingOptions(defaultSize: String) : OptionGroup() {
    val size by
        option("-b", "--buffer", help = "Size of the ring, from 1 byte to 1G.")
            .size(1L..ByteRing.MAX_CAPACITY)
            .default(ByteSize.parse(defaultSize)!!, defaultSize)

    private val storage by storageOption("direct")

    val wait by waitOption("backoff")

    fun ring(): ByteRing =
        try {
            ByteRing.builder().capacity(size.toInt()).storage(storage).build()
        } catch (_: OutOfMemoryError) {
            throw Failure("not enough memory for a ring of ${ByteSize.exact(size)}")
        }
}

private val STORAGES = mapOf("direct" to Storage.direct(), "heap" to Storage.heap())

fun ParameterHolder.storageOption(default: String) =
    option("--storage", help = "direct or heap; direct spares a copy.")
        .choice(STORAGES, metavar = "kind")
        .default(STORAGES.getValue(default), default)

private val WAITS =
    mapOf(
        "backoff" to WaitStrategy.backOff(),
        "park" to WaitStrategy.parking(),
        "yield" to WaitStrategy.yielding(),
        "spin" to WaitStrategy.busySpin(),
    )

fun ParameterHolder.waitOption(default: String) =
    option("--wait", help = "How one side waits: backoff, park, yield, spin.")
        .choice(WAITS, metavar = "how")
        .default(WAITS.getValue(default), default)

/** When to show progress. */
class ProgressOptions : OptionGroup() {
    private val quiet by option("-q", "--quiet", help = "Show no progress.").flag()
    private val forced by
        option("--progress", help = "Show progress also where there is no terminal.").flag()

    /**
     * Runs the work with progress on standard error, if it is to be shown.
     *
     * @param cutShort what to tell, and to clean up, when a signal ends the work
     * @param summary whether a last line tells how much there was, and how fast
     */
    fun show(
        gauge: Gauge,
        total: Long?,
        cutShort: () -> String,
        summary: Boolean = true,
        work: () -> Unit,
    ) {
        val standardError = StandardError.detect()
        val shown = !quiet && (forced || standardError.columns != null)
        val progress = if (shown) Progress(standardError, total, gauge) else null
        Interruption.during({
            progress?.close()
            cutShort()
        }) {
            progress.use { work() }
        }
        if (summary) progress?.let { complain(it.summary()) }
    }
}

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
