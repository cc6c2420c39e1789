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
import io.bytering.BroadcastRing
import io.bytering.ByteRing
import io.bytering.blocking.WaitStrategy
import io.bytering.storage.HugePages
import io.bytering.storage.MirroredMemory
import io.bytering.storage.Storage

/** What every command lets its user choose about its rings. */
class RingOptions(
    defaultSize: String,
    help: String = "Size of the ring, from 1 byte to 1G.",
) : OptionGroup() {
    val size by
        option("-b", "--buffer", help = help)
            .size(1L..ByteRing.MAX_CAPACITY)
            .default(ByteSize.parse(defaultSize)!!, defaultSize)

    private val kind by
        option("--storage", help = "Where its bytes live: direct, heap, mirrored.")
            .choice("direct", "heap", "mirrored", metavar = "kind")
            .default("direct")

    private val hugePages by
        option("--huge-pages", help = "Mirrored on pages of 2 MiB; fails if too few are set aside.")
            .flag()

    /** @throws Failure if there is none of this kind here */
    val storage: Storage
        get() =
            when {
                kind == "mirrored" -> mirrored()
                hugePages -> throw Failure("--huge-pages needs --storage mirrored", ExitCode.USAGE)
                kind == "heap" -> Storage.heap()
                else -> Storage.direct()
            }

    private fun mirrored(): Storage {
        MirroredMemory.unsupportedReason()?.let {
            throw Failure("--storage mirrored: $it; or take --storage direct")
        }
        try {
            return Storage.mirrored(if (hugePages) HugePages.REQUIRED else HugePages.NONE)
        } catch (e: UnsupportedOperationException) {
            throw Failure("--huge-pages: ${e.message}")
        }
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
            make()
        } catch (e: OutOfMemoryError) {
            val why = e.message?.takeIf { kind == "mirrored" } // it knows which step failed
            throw Failure(why ?: "not enough memory for a ring of ${ByteSize.exact(size)}")
        } catch (e: IllegalArgumentException) { // larger than the storage can be
            throw Failure("--buffer ${ByteSize.exact(size)}: ${e.message}", ExitCode.USAGE)
        }
}

/** How the thread on one side of a ring waits for the other. */
fun ParameterHolder.waitOption() =
    option("--wait", help = "How one side waits: backoff, park, yield, spin.")
        .choice(
            "backoff" to WaitStrategy.backOff(),
            "park" to WaitStrategy.parking(),
            "yield" to WaitStrategy.yielding(),
            "spin" to WaitStrategy.busySpin(),
            metavar = "how",
        )
        .default(WaitStrategy.backOff(), "backoff")

/** When to show progress: on a terminal, or [onlyIfAsked]. */
class ProgressOptions(private val onlyIfAsked: Boolean = false) : OptionGroup() {
    private val quiet by
        option("-q", "--quiet", help = "Show no progress.", hidden = onlyIfAsked).flag()
    private val forced by
        option(
                "--progress",
                help =
                    if (onlyIfAsked) "Show progress."
                    else "Show progress also where there is no terminal.",
            )
            .flag()

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
        val shown = !quiet && (forced || !onlyIfAsked && standardError.columns != null)
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
