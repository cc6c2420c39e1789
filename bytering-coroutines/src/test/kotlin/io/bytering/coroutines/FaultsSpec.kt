package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.storage.MirroredMemory
import io.bytering.storage.Storage
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.io.EOFException
import java.io.IOException
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.microseconds
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull

private val LENGTH = Duration.parseIsoString(System.getProperty("bytering.faults", "PT5S"))
private const val AMOUNT =
    49 // of a ring of 64 with claims of up to 16: waiting for it meets no gap

private enum class End {
    ORDINARY,
    WRITER_CLOSED,
    READER_CLOSED,
    BOTH_CLOSED,
    CANCELLED,
}

/**
 * One ring after another, while calls on both halves are cancelled, run out of time or fail in a
 * callback, and a third thread asks questions; in the end a half is closed, by its own coroutine or
 * from elsewhere, within a callback too, with a cause or without, or all is cancelled. What was
 * read is always the beginning of what was written; after an ordinary end, all of it. Both sides
 * are told the cause. A failure names its seed.
 */
class FaultsSpec :
    FunSpec({
        timeout = 3.hours.inWholeMilliseconds
        invocationTimeout = timeout // else ten minutes

        test("every byte is accounted for whatever goes wrong") {
            val firstSeed = java.lang.Long.getLong("bytering.faults.seed", System.nanoTime())
            val start = TimeSource.Monotonic.markNow()
            var rings = 0
            val seen = Seen()
            // on a slow machine a little longer, until each kind was met
            while (start.elapsedNow() < LENGTH || rings < 20 || !seen.all() && rings < 2000) {
                val seed = firstSeed + rings++
                try {
                    withTimeout(240.seconds) { Faults(Random(seed), seen).run() }
                } catch (e: Throwable) {
                    throw AssertionError("seed $seed, ring $rings", e)
                }
            }
            println("faults: $rings rings, $seen")
            withClue(seen) { seen.all() shouldBe true }
        }
    })

private class Seen {
    var bytes = 0L
    @Volatile var cancelled = 0
    @Volatile var timeouts = 0
    @Volatile var mishaps = 0
    @Volatile var cutShort = 0
    @Volatile var inside = 0
    var causes = 0
    var questions = 0L

    /** Each kind of fault has come to pass, or else the run proves little. */
    fun all() =
        cancelled > 0 &&
            timeouts > 0 &&
            mishaps > 0 &&
            cutShort > 0 &&
            inside > 0 &&
            causes > 0 &&
            questions > 0

    override fun toString() =
        "$bytes bytes, about $cancelled cancellations, $timeouts timeouts, $mishaps mishaps, " +
            "$cutShort calls cut short by a close, $inside closes inside a callback, " +
            "$causes closes with a cause, $questions rounds of questions"
}

/** A third thread that asks both halves all there is to ask; each answer is a possible one. */
private class Asker(private val ring: ByteRing) {
    @Volatile private var stopped = false
    private var rounds = 0L
    private var failure: Throwable? = null
    private val thread = thread(isDaemon = true) { run() }

    private fun run() {
        try {
            while (!stopped) {
                ask()
                rounds++
                Thread.yield()
            }
        } catch (e: Throwable) {
            failure = e
        }
    }

    private fun ask() {
        val reader = ring.reader()
        val writer = ring.writer()
        reader.readableBytes() shouldBeInRange 0..ring.capacity()
        writer.writableBytes() shouldBeInRange 0..writer.maxClaim()
        writer.canClaim(writer.maxClaim())
        val isExhausted = reader.isExhausted
        check(!isExhausted || reader.isEnded)
        check(writer.failure() == null || writer.isAbandoned)
        check(reader.failure() == null || reader.isEnded)
        val read = ring.statistics().bytesRead()
        val written = ring.statistics().bytesWritten() // after the other
        check(read <= written) { "$read bytes read of $written" }
        ring.statistics().level() shouldBeInRange 0..ring.capacity()
    }

    /** Ends it, and throws if an answer was wrong. Returns how often it has asked. */
    fun stop(): Long {
        stopped = true
        thread.join()
        failure?.let { throw AssertionError("a question", it) }
        return rounds
    }
}

private class Mishap : IOException("a mishap")

private class Faults(private val random: Random, private val seen: Seen) {
    private val ring: ByteRing =
        ByteRing.builder()
            .capacity(listOf(64, 65, 97, 1009).random(random))
            .storage(storage())
            .build()

    private val cause = if (random.nextBoolean()) IOException("a cause") else null
    private val asker = if (random.nextInt(3) == 0) Asker(ring) else null

    /** To be done by another thread within the next callback. */
    private val left = AtomicReference<(() -> Unit)?>()

    @Volatile private var stopped = false
    private val underWay = List(2) { AtomicReference<Job?>() }

    private fun storage() =
        when (random.nextInt(3)) {
            0 -> Storage.heap()
            1 -> if (MirroredMemory.isSupported()) Storage.mirrored() else Storage.direct()
            else -> Storage.direct()
        }

    suspend fun run() {
        val threads =
            if (random.nextBoolean()) Dispatchers.Default
            else Dispatchers.Default.limitedParallelism(1)
        val end = End.entries.random(random)
        withContext(threads) {
            val seeds = List(2) { random.nextInt() }
            val writing = async { write(Random(seeds[0])) }
            val reading = async { read(Random(seeds[1])) }
            // to the very end: each side may be waiting for more than the other can give
            val disturbing = launch { disturb() }
            delay(random.nextLong(20).milliseconds)
            // The writer's own position may be that of a call that is under way, and is lost by a
            // close.
            val before = ring.statistics().bytesWritten()
            if (end == End.CANCELLED) {
                writing.cancel()
                reading.cancel()
            } else if (random.nextBoolean()) {
                finish(end)
            } else {
                left.set { finish(end) }
                repeat(20) { if (left.get() != null) delay(1.milliseconds) }
                left.getAndSet(null)?.invoke()
            }
            writing.join()
            reading.join()
            disturbing.cancelAndJoin()
            if (end != End.CANCELLED) {
                writing.await()
                reading.await()
            }
            account(end, before)
            told(end)
        }
        seen.questions += asker?.stop() ?: 0
        seen.bytes += ring.reader().position()
        ring.close()
    }

    private fun finish(end: End) {
        when (end) {
            End.ORDINARY -> stopped = true
            End.WRITER_CLOSED -> ring.writer().close(cause)
            End.READER_CLOSED -> ring.reader().close(cause)
            End.BOTH_CLOSED -> ring.close(cause)
            End.CANCELLED -> error("by the jobs")
        }
    }

    /** Within a callback, before it touches the memory. */
    private fun comeIn() {
        left.getAndSet(null)?.let { action ->
            thread { action() }.join()
            seen.inside++
        }
    }

    /** Both halves know why one was closed. */
    private fun told(end: End) {
        if (end == End.WRITER_CLOSED || end == End.BOTH_CLOSED) {
            ring.writer().closeCause() shouldBeSameInstanceAs cause
            ring.reader().failure() shouldBeSameInstanceAs cause
        }
        if (end == End.READER_CLOSED || end == End.BOTH_CLOSED) {
            ring.reader().closeCause() shouldBeSameInstanceAs cause
            ring.writer().failure() shouldBeSameInstanceAs cause
        }
        if (cause != null && ring.writer().closeCause() ?: ring.reader().closeCause() != null) {
            seen.causes++
        }
    }

    /** Cancels what either side is just doing, at random moments. */
    private suspend fun disturb() {
        val random = Random(1)
        while (true) {
            delay(random.nextLong(1, 3).milliseconds)
            underWay.random(random).get()?.let {
                it.cancel()
                seen.cancelled++
            }
        }
    }

    private fun account(end: End, before: Long) {
        val written = ring.writer().position()
        val read = ring.reader().position()
        check(read <= written) { "$read bytes read, $written written" }
        when (end) {
            End.ORDINARY -> read shouldBe written
            End.WRITER_CLOSED -> check(read >= before) { "$read bytes read, $before before" }
            End.READER_CLOSED,
            End.BOTH_CLOSED -> check(written - read <= ring.capacity())
            End.CANCELLED -> ring.takeAll()
        }
    }

    private suspend fun write(random: Random) {
        val writer = ring.writer()
        while (!stopped) {
            val bytes = counted(writer.position(), 2 * 64)
            val amount = random.nextInt(1, 2 * 64)
            val way = random.nextInt(6)
            val ended =
                attempt(0, random) {
                    if (way < 5) writer.give(way, amount, bytes)
                    else if (writer.awaitWritable()) writer.fail(bytes, random)
                }
            if (ended != null || writer.isAbandoned) {
                ended?.let {
                    when (it) {
                        is RingAbandonedException -> check(it.carries(writer.failure()), it)
                        is RingClosedException -> check(it.carries(writer.closeCause()), it)
                        else -> check(false, it)
                    }
                }
                return
            }
        }
        writer.close()
    }

    private fun RingWriter.fail(bytes: ByteArray, random: Random) {
        fill { slices, room ->
            val count = minOf(random.nextInt(room + 1), bytes.size)
            val here = minOf(count, slices[0].remaining())
            comeIn()
            slices[0].put(bytes, 0, here)
            slices[1].put(bytes, here, count - here)
            if (random.nextInt(4) == 0) throw Mishap()
            count
        }
    }

    private suspend fun read(random: Random) {
        val reader = ring.reader()
        val dst = ByteArray(2 * 64)
        while (!reader.isExhausted()) {
            val before = reader.position()
            val amount = random.nextInt(1, AMOUNT + 1)
            val way = random.nextInt(7)
            val ended =
                attempt(1, random) {
                    if (way < 6) reader.take(way, amount, dst)
                    else if (reader.awaitReadable()) reader.fail(dst, random)
                }
            check(dst, (reader.position() - before).toInt(), before)
            // after the end, or the writer's failure, fewer than were asked for may be left
            val failure = reader.failure()
            val atEnd =
                ended is EOFException ||
                    ended !is RingClosedException &&
                        failure != null &&
                        ended?.carries(failure) == true
            if (ended != null && !atEnd) {
                check(ended is RingClosedException && ended.carries(reader.closeCause()), ended)
                return
            }
        }
    }

    private fun RingReader.fail(dst: ByteArray, random: Random) {
        drain { slices, there ->
            val count = minOf(random.nextInt(there + 1), dst.size)
            val here = minOf(count, slices[0].remaining())
            comeIn()
            slices[0].get(dst, 0, here)
            slices[1].get(dst, here, count - here)
            if (random.nextInt(4) == 0) throw Mishap()
            count
        }
    }

    /** Makes one call that may be cancelled or run out of time; tells if the ring has ended. */
    private suspend fun attempt(
        side: Int,
        random: Random,
        call: suspend () -> Unit,
    ): Exception? = coroutineScope {
        var ended: Exception? = null
        val limit = if (random.nextInt(4) == 0) random.nextLong(500).microseconds else 1.hours
        val job = launch {
            try {
                if (withTimeoutOrNull(limit) { call() } == null) seen.timeouts++
            } catch (e: CancellationException) {
                throw e
            } catch (_: Mishap) {
                seen.mishaps++
            } catch (e: Exception) {
                seen.cutShort++
                ended = e
            }
        }
        underWay[side].set(job)
        job.join()
        ended
    }

    /** Perhaps as the cause of a copy that tells where the coroutine was resumed. */
    private fun Throwable.carries(cause: Throwable?) =
        cause == null || generateSequence(this) { it.cause }.any { it === cause }

    private fun check(told: Boolean, ended: Exception) {
        if (!told) throw AssertionError("ended by $ended", ended)
    }
}
