package io.bytering.cli.pipeline

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.int
import com.github.ajalt.clikt.parameters.types.restrictTo
import io.bytering.cli.failures.Failure
import io.bytering.cli.options.StorageOptions
import io.bytering.cli.options.waitOption
import io.bytering.cli.terminal.StandardOutput
import java.util.Locale
import java.util.SplittableRandom
import kotlinx.coroutines.Dispatchers

/** Many rings and many threads at once. */
class PipelineCommand : CoreCliktCommand("pipeline") {
    private val items by
        option("--items", help = "How many floats to send.")
            .int()
            .restrictTo(0..MOST_ITEMS)
            .default(20_000_000)
    private val stages by
        option("--stages", help = "How many copying stages.")
            .int()
            .restrictTo(0..10_000)
            .default(200)
    private val ringItems by
        option("--ring", help = "Floats in each ring.")
            .int()
            .restrictTo(1..MOST_IN_A_RING)
            .default(16_384)
    private val coroutines by
        option("--coroutines", help = "Coroutines on two threads instead of threads.").flag()
    private val storageOptions by StorageOptions()
    private val wait by waitOption("park")

    override fun help(context: Context) =
        "Sends random floats through a chain of copying threads, and checks what arrives."

    override fun run() {
        val random = SplittableRandom()
        val input = FloatArray(items) { random.nextInt(1 shl 24) / (1 shl 24).toFloat() }
        val storage = storageOptions.storage
        val what = "${stages + 1} rings of $ringItems floats"
        val pipeline = storageOptions.made(what) { Pipeline(input, stages, ringItems, storage) }
        val start = System.nanoTime()
        storageOptions.made(what) {
            if (coroutines) pipeline.runAsCoroutines(Dispatchers.Default.limitedParallelism(2))
            else pipeline.runOnThreads(wait)
        }
        val seconds = (System.nanoTime() - start) / 1e9
        StandardOutput.say(report(seconds))
        val wrong = input.indices.firstOrNull { input[it] != pipeline.output[it] }
        if (wrong != null) throw Failure("float $wrong is not the one that was sent")
        StandardOutput.say("All floats agree.")
    }

    private fun report(seconds: Double): String {
        val who = if (coroutines) "coroutines on 2 threads" else "threads"
        return "%,d floats, %,d stages, %,d %s, rings of %,d: %.2f s, %,.0f million copies a second"
            .format(
                Locale.ROOT,
                items,
                stages,
                stages + 2,
                who,
                ringItems,
                seconds,
                items * (stages + 1.0) / seconds / 1e6,
            )
    }

    private companion object {
        const val MOST_ITEMS = 100_000_000
        const val MOST_IN_A_RING = 1 shl 24
    }
}
