package io.bytering.cli.tee

import io.bytering.BroadcastRing
import io.bytering.RingReader
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.WaitStrategy
import io.bytering.cli.failures.ExitCode
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.Interruption
import io.bytering.cli.failures.asFailure
import io.bytering.cli.progress.Gauge
import io.bytering.cli.streams.Named
import io.bytering.cli.streams.transferAllFrom
import io.bytering.cli.streams.transferAllTo
import io.bytering.cli.terminal.complain
import io.bytering.coroutines.use
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread

/**
 * One of those that get everything.
 *
 * @param lossy whether it misses bytes rather than hold up the others
 * @param open called on a thread of its own, as to open a named pipe may take for ever
 */
class TeeOutput(
    val name: String,
    val lossy: Boolean = false,
    val open: () -> GatheringByteChannel,
)

/**
 * Moves everything from one channel into several, each at its own speed, through one ring.
 *
 * An output that fails is told about and left out; the others go on. A pipe that nobody reads any
 * more ends the stream for all of them, unless it is lossy or [outlivePipes] is set.
 *
 * @param patienceMillis how long a lossy output may take nothing after the end, before it is left
 * @param closeMillis how long a write may take to end after its output is given up
 * @param complain takes one line about what failed, from any thread
 * @param quiet whether to say nothing of a pipe that nobody reads any more
 */
class Tee(
    private val source: Named<ScatteringByteChannel>,
    outputs: List<TeeOutput>,
    private val ring: BroadcastRing,
    private val wait: WaitStrategy,
    private val outlivePipes: Boolean,
    private val patienceMillis: Long = 3000,
    private val closeMillis: Long = 1000,
    private val complain: (String) -> Unit,
    private val quiet: Boolean = false,
) : Gauge {
    private val writer = BlockingWriter.of(ring.writer(), wait)
    private val branches = outputs.map { // all of them are there before the first byte
        Branch(it, if (it.lossy) ring.subscribeLossy() else ring.subscribe())
    }
    private val read = AtomicLong()

    @Volatile private var ended = false
    @Volatile private var stopped = false
    @Volatile private var exitCode = ExitCode.DONE

    /** What every output has got that must not miss any, and works. */
    override val moved: Long
        get() =
            branches.filter { !it.output.lossy && !it.failed }.minOfOrNull { it.written.get() }
                ?: read.get()

    /** How far behind each output is. */
    override val fills: List<Double>
        get() = branches.map {
            val behind = if (it.failed) 0 else read.get() - it.taken
            (behind.toDouble() / ring.capacity()).coerceIn(0.0, 1.0)
        }

    /** Returns an exit code when each output has got everything, or has failed. */
    fun run(): Int {
        thread(name = "reads ${source.name}", isDaemon = true) { readAll() }
        branches.forEach { it.thread.start() }
        branches.filter { !it.output.lossy }.forEach { it.thread.join() }
        branches.filter { it.output.lossy }.forEach { it.joinWhileItMoves() }
        end() // all outputs may have failed
        return exitCode
    }

    /**
     * Reads no more, and lets what was read still get to the outputs, for a while; then gives up
     * the lossy ones that are not done. Any thread.
     */
    fun stop(millis: Long) {
        stopped = true
        end()
        val deadline = System.nanoTime() + millis * 1_000_000
        for (branch in branches) {
            val left = (deadline - System.nanoTime()) / 1_000_000
            if (left > 0) branch.thread.join(left)
        }
        branches.filter { it.output.lossy }.forEach { it.giveUp() }
    }

    /**
     * A line about each lossy output that has missed anything so far. It is final after [run] and
     * [stop]: an output that was given up gets no more.
     */
    fun losses(): List<String> =
        branches
            .filter { it.output.lossy && !it.failed }
            .mapNotNull {
                val taken = it.taken // before what was read, which only grows
                val all = read.get()
                if (taken < all) "${it.output.name}: lost ${all - taken} of $all bytes" else null
            }

    private fun readAll() {
        try {
            writer.transferAllFrom(source.channel, read)
        } catch (e: Throwable) {
            if (!ended) failed(e.asFailure(source.name))
        } finally {
            end()
        }
    }

    private fun end() {
        ended = true
        writer.close()
    }

    @Synchronized
    private fun failed(failure: Failure) {
        exitCode = maxOf(exitCode, failure.exitCode)
        val told = stopped || quiet && failure.exitCode == ExitCode.DOWNSTREAM_CLOSED
        if (!told) complain(failure.message.orEmpty())
    }

    private inner class Branch(val output: TeeOutput, reader: RingReader) {
        private val reader = BlockingReader.of(reader, wait)
        val thread =
            thread(start = false, name = "writes ${output.name}", isDaemon = true) { writeAll() }
        val written = AtomicLong()

        @Volatile private var channel: GatheringByteChannel? = null
        @Volatile private var abandoned = false
        @Volatile private var frozen = -1L

        /** How many bytes the output got; what counts when it is given up stays. */
        val taken: Long
            get() = frozen.let { if (it >= 0) it else written.get() }

        @Volatile
        var failed = false
            private set

        private fun writeAll() {
            try {
                reader.use { output.open().use { writeTo(it) } }
            } catch (e: Throwable) {
                if (!abandoned) failed(e.asFailure(output.name))
            }
        }

        private fun writeTo(channel: GatheringByteChannel) {
            this.channel = channel
            if (abandoned) return // while it was being opened: all of it is told as lost
            reader.transferAllTo(channel, written)
        }

        private fun failed(failure: Failure) {
            val pipeClosed = failure.exitCode == ExitCode.DOWNSTREAM_CLOSED
            if (pipeClosed && output.lossy)
                return // all that it misses from now on is told at the end
            failed = true
            if (pipeClosed && outlivePipes) return
            if (pipeClosed) {
                end()
                Interruption.comesFirst()
            }
            this@Tee.failed(failure)
        }

        /** After the end of the stream nobody waits for a lossy output that takes nothing. */
        fun joinWhileItMoves() {
            while (thread.isAlive) {
                val before = written.get()
                thread.join(patienceMillis)
                if (abandoned || ended && written.get() == before) return giveUp()
            }
        }

        /**
         * Ends the count: no write begins from here on. The one that is inside is ended by the
         * close of its channel, and counts; only if not even that ends it, it is left to itself.
         */
        @Synchronized
        fun giveUp() {
            if (abandoned || thread.state == Thread.State.TERMINATED) return
            abandoned = true
            channel?.let {
                it.close()
                thread.join(closeMillis)
            } // else it is still being opened, and has nothing
            frozen = written.get()
        }
    }
}
