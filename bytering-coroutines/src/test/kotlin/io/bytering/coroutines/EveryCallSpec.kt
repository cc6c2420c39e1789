package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.Overflow
import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.bytering.RingReader
import io.bytering.message.MessageRing
import io.bytering.storage.Storage
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.io.EOFException
import java.io.IOException
import kotlin.random.Random
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.ClosedReceiveChannelException
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield

private const val CAPACITY = 11
private val PIECES = listOf(listOf(1), listOf(3, 5, 2), listOf(CAPACITY))
private val RACE = 60.milliseconds

/** What suspends but moves nothing itself; InterruptibleSpec cancels it. */
private const val MOVES_NOTHING = "InterruptibleIO.runInterruptibleIO(CoroutineContext, Function0)"

/**
 * What holds for each public function that suspends and for each flow, whatever it is. The
 * committed API says which there are: a new one fails this until it has its place in one of the
 * lists.
 *
 * A cancelled call loses no byte and repeats none: bytes seen + bytes left = bytes written. It is
 * cancelled at every point of a run, one run for each, and in races besides. The same calls meet
 * each ending, and a writer that does not wait for them.
 */
class EveryCallSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("each function of the API that suspends, and each flow, is among the calls") {
            val keys =
                listOf(MOVES_NOTHING) +
                    READ_CALLS.flatMap { it.keys.toList() } +
                    WRITE_CALLS.flatMap { it.keys.toList() } +
                    RECEIVE_CALLS.flatMap { it.keys.toList() } +
                    SEND_CALLS.flatMap { it.keys.toList() }
            val api = suspendingApi()
            withClue("of the API, but in no list of calls") {
                api - keys.toSet() shouldBe emptySet()
            }
            withClue("in a list of calls, but not of the API") {
                keys.toSet() - api shouldBe emptySet()
            }
            api.size shouldBeGreaterThan 30
        }

        for (call in READ_CALLS) {
            test("cancelled at every point, it loses and repeats no byte: ${call.name}") {
                for (pieces in PIECES) for (unconfined in listOf(false, true)) {
                    everyPoint { steps ->
                        withClue("pieces of $pieces, unconfined: $unconfined") {
                            cancelledRead(call, pieces, steps, unconfined)
                        }
                    }
                }
            }

            test(
                "raced by cancellations and time limits, it loses and repeats no byte: ${call.name}"
            ) {
                racedReads(call)
            }

            test(
                "its half is closed from elsewhere while it waits, and it tells why: ${call.name}"
            ) {
                val cause = IllegalStateException("closed from elsewhere")
                val scene = Reading(call.content, heapRing(CAPACITY))
                var result: Result<Boolean>? = null
                val waiting = launch(start = UNDISPATCHED) { result = scene.tryCall(call) }
                waiting.isActive shouldBe true
                scene.reader.close(cause)
                waiting.join()
                result!!
                    .exceptionOrNull()
                    .shouldBeInstanceOf<RingClosedException>()
                    .cause shouldBeSameInstanceAs cause
                // and each call after it
                scene
                    .tryCall(call)
                    .exceptionOrNull()
                    .shouldBeInstanceOf<RingClosedException>()
                    .cause shouldBeSameInstanceAs cause
            }

            test("a writer that fails is no end of the stream: ${call.name}") {
                for (pieces in PIECES) {
                    val cause = IllegalArgumentException("the writer failed")
                    val (scene, end) = toTheEnd(call, pieces, cause)
                    end.exceptionOrNull() shouldBeSameInstanceAs cause
                    scene.shouldHaveAll()
                }
            }

            test("the end of the stream comes after its last byte: ${call.name}") {
                for (pieces in PIECES) {
                    val (scene, end) = toTheEnd(call, pieces, null)
                    end.exceptionOrNull()?.shouldBeInstanceOf<EOFException>()
                    scene.shouldHaveAll()
                }
            }

            test(
                "a writer that does not wait makes gaps between calls, not within, and no end: ${call.name}"
            ) {
                for (seed in 1..40) withClue("seed $seed") { lapped(call, Random(seed)) }
            }
        }

        for (call in WRITE_CALLS) {
            test("cancelled at every point, it loses and repeats no byte: ${call.name}") {
                for (pieces in PIECES) for (unconfined in listOf(false, true)) {
                    everyPoint { steps ->
                        withClue("pieces of $pieces, unconfined: $unconfined") {
                            cancelledWrite(call, pieces, steps, unconfined)
                        }
                    }
                }
            }

            test(
                "raced by cancellations and time limits, it loses and repeats no byte: ${call.name}"
            ) {
                racedWrites(call)
            }

            test(
                "its half is closed from elsewhere while it waits, and it tells why: ${call.name}"
            ) {
                val cause = IllegalStateException("closed from elsewhere")
                val ring = heapRing(CAPACITY)
                ring.writer().put(CAPACITY)
                val result =
                    runCatchingWaiting({ ring.writer().close(cause) }) {
                        call.call(ring.writer()) {}
                    }
                result
                    .exceptionOrNull()
                    .shouldBeInstanceOf<RingClosedException>()
                    .cause shouldBeSameInstanceAs cause
                runCatching { call.call(ring.writer()) {} }
                    .exceptionOrNull()
                    .shouldBeInstanceOf<RingClosedException>()
                    .cause shouldBeSameInstanceAs cause
            }

            test("a reader that fails is told with its cause: ${call.name}") {
                val cause = IllegalStateException("the reader failed")
                val ring = heapRing(CAPACITY)
                ring.writer().put(CAPACITY)
                val result =
                    runCatchingWaiting({ ring.reader().close(cause) }) {
                        call.call(ring.writer()) {}
                    }
                if (result.getOrDefault(true)) {
                    result
                        .exceptionOrNull()
                        .shouldBeInstanceOf<RingAbandonedException>()
                        .cause shouldBeSameInstanceAs cause
                }
            }
        }

        for (call in RECEIVE_CALLS) {
            test("cancelled at every point, it loses and repeats no message: ${call.name}") {
                for (unconfined in listOf(false, true)) {
                    everyPoint { steps -> cancelledReceive(call, steps, unconfined) }
                }
            }
        }

        for (call in SEND_CALLS) {
            test("cancelled at every point, it sends a message whole or not at all: ${call.name}") {
                for (unconfined in listOf(false, true)) {
                    everyPoint { steps -> cancelledSend(call, steps, unconfined) }
                }
            }
        }
    })

/** One run that is cancelled at the first point, one at the second, until one comes to its end. */
private fun everyPoint(run: (Steps) -> Unit) {
    var at = 0
    do {
        val steps = Steps(at)
        withClue("cancelled at point $at") { run(steps) }
        at++
    } while (steps.isOver)
    at shouldBeGreaterThan 5
}

private suspend fun <T> runCatchingWaiting(close: () -> Unit, call: suspend () -> T): Result<T> {
    var result: Result<T>? = null
    coroutineScope {
        val waiting = launch(start = UNDISPATCHED) { result = runCatching { call() } }
        waiting.isActive shouldBe true
        close()
    }
    return result!!
}

// ------------------------------------------------------------------ reading

/** A ring, what was seen of it, and the other ring that some calls move the bytes to. */
private open class Reading(val content: Content, val ring: ByteRing) : Witness {
    override val reader: RingReader = ring.reader()
    override val other: ByteRing = heapRing(1024)
    var seen = 0

    override fun see(bytes: ByteArray) {
        val expected = content.bytes(seen.toLong(), bytes.size)
        if (!bytes.contentEquals(expected)) bytes.toList() shouldBe expected.toList()
        seen += bytes.size
    }

    override fun seeLine(line: String) {
        see(line.encodeToByteArray())
        if (seen < content.length && content.at(seen.toLong()) == '\r'.code.toByte()) seen++
        if (seen < content.length) content.at(seen++.toLong()) shouldBe '\n'.code.toByte()
    }

    override suspend fun pause() = yield()

    fun seeOther() {
        val moved = ByteArray(other.reader().readableBytes())
        other.reader().read(moved)
        if (moved.isNotEmpty()) see(moved)
    }

    /** Writes pieces of these sizes, as there is room, and ends the stream. */
    suspend fun write(pieces: List<Int>, cause: Throwable?, point: () -> Unit = {}) {
        val writer = ring.writer()
        var turn = 0
        while (writer.position() < content.length) {
            val piece = pieces[turn++ % pieces.size]
            val count = minOf(piece, content.length - writer.position().toInt())
            writer.write(content.bytes(writer.position(), count))
            point()
            if (writer.writableBytes() == 0) writer.awaitWritable() else yield()
            point()
        }
        writer.close(cause)
    }

    suspend fun tryCall(call: ReadCall): Result<Boolean> = runCatching { call.call(this) }

    suspend fun callToTheEnd(call: ReadCall): Result<Boolean> = runCatching {
        while (call.call(this)) {}
        false
    }

    /** What was seen is the beginning, and what is left the rest. */
    fun shouldHaveAll() {
        seeOther()
        reader.position() shouldBe seen
        val left = ByteArray((ring.writer().position() - reader.position()).toInt())
        if (left.isNotEmpty()) reader.read(left) shouldBe left.size
        see(left)
        seen shouldBe ring.writer().position()
    }
}

private fun cancelledRead(call: ReadCall, pieces: List<Int>, steps: Steps, unconfined: Boolean) {
    val scene =
        object : Reading(call.content, heapRing(CAPACITY)) {
            override suspend fun pause() {
                steps.point()
                yield()
                steps.point()
            }
        }
    val dispatcher = if (unconfined) Dispatchers.Unconfined else steps
    var end: Result<Boolean>? = null
    val victim = Job()
    steps.victim = victim
    val writing = steps.launch { scene.write(pieces, null, steps::point) }
    steps.launch(dispatcher, victim) {
        end =
            runCatching {
                while (call.call(scene)) steps.point()
                false
            }
                .onFailure { if (it is CancellationException) throw it }
    }
    steps.run()
    // who comes next goes on where that ended
    if (end == null) {
        steps.launch(dispatcher) { end = scene.callToTheEnd(call) }
        steps.run()
    }
    end!!.exceptionOrNull()?.shouldBeInstanceOf<EOFException>()
    writing.isCompleted shouldBe true
    scene.shouldHaveAll()
    scene.seen shouldBe call.content.length
}

private suspend fun toTheEnd(
    call: ReadCall,
    pieces: List<Int>,
    cause: Throwable?,
): Pair<Reading, Result<Boolean>> {
    val scene = Reading(call.content, heapRing(CAPACITY))
    val steps = Steps(Steps.NEVER)
    var end: Result<Boolean>? = null
    steps.launch { scene.write(pieces, cause) }
    steps.launch { end = scene.callToTheEnd(call) }
    steps.run()
    return scene to end!!
}

/** For text, which ends, one stream after the other. */
private suspend fun racedReads(call: ReadCall) {
    val random = Random(System.nanoTime())
    val start = TimeSource.Monotonic.markNow()
    do {
        val scene = Reading(call.content, heapRing(CAPACITY))
        withContext(Dispatchers.Default) {
            launch { scene.write(listOf(random.nextInt(1, CAPACITY)), null) }
            while (!scene.reader.isExhausted) {
                val reading = launch { scene.callToTheEnd(call).rethrowCancellation() }
                race(random, reading)
                if (random.nextInt(50) == 0) break
            }
            scene.callToTheEnd(call).exceptionOrNull()?.shouldBeInstanceOf<EOFException>()
        }
        scene.shouldHaveAll()
        scene.seen shouldBe call.content.length
    } while (start.elapsedNow() < RACE)
}

private fun Result<Boolean>.rethrowCancellation() {
    val failure = exceptionOrNull() ?: return
    if (failure !is EOFException) throw failure
}

private suspend fun race(random: Random, job: Job) {
    when (random.nextInt(8)) {
        0 -> withTimeoutOrNull(1.milliseconds) { job.join() }
        in 1..4 -> repeat(random.nextInt(300)) { Thread.onSpinWait() }
        else -> repeat(random.nextInt(4)) { yield() }
    }
    job.cancelAndJoin()
}

/** Each call's bytes follow one another; what is between those of two calls was missed. */
private class Lapped(content: Content, ring: ByteRing) : Witness {
    override val reader: RingReader = ring.reader()
    override val other: ByteRing = heapRing(1024)
    private val all = content.bytes(0, content.length).toString(Charsets.ISO_8859_1)
    private var end = 0
    var count = 0
    var isExact = true

    override fun see(bytes: ByteArray) {
        val text = bytes.toString(Charsets.ISO_8859_1)
        val place = all.indexOf(text, end)
        withClue("after $end, not in the stream: ${bytes.toList()}") {
            place shouldBeInRange end..all.length
        }
        end = place + text.length
        count += text.length
    }

    override fun seeLine(line: String) {
        see(line.encodeToByteArray())
        isExact = false
    }

    override suspend fun pause() = yield()
}

private fun lapped(call: ReadCall, random: Random) {
    val ring =
        ByteRing.builder()
            .capacity(CAPACITY)
            .storage(Storage.heap())
            .overflow(Overflow.OVERWRITE_OLDEST)
            .build()
    val content = call.content.longer
    val scene = Lapped(content, ring)
    val steps = Steps(Steps.NEVER)
    var ended = false
    val writing = steps.launch {
        val writer = ring.writer()
        while (writer.position() < content.length) {
            repeat(random.nextInt(1, 5)) {
                val most = content.length - writer.position().toInt()
                writer.write(content.bytes(writer.position(), minOf(most, random.nextInt(1, 6))))
            }
            repeat(random.nextInt(4)) { yield() }
            ended shouldBe false
        }
        writer.close()
    }
    val reading = steps.launch {
        while (true) {
            try {
                if (!call.call(scene)) break
            } catch (e: EOFException) {
                break
            } catch (e: IOException) {
                if ("bytes were overwritten" !in e.message!!) {
                    // the end of a piece was overwritten, and two in one are too long
                    e.message shouldContain "is longer than the limit"
                    scene.reader.skip(1)
                    scene.isExact = false
                }
            }
        }
        ended = true
    }
    steps.run()
    writing.isCompleted shouldBe true
    writing.isCancelled shouldBe false
    reading.isCancelled shouldBe false
    ended shouldBe true
    if (scene.other.reader().readableBytes() > 0) {
        scene.count = scene.other.reader().readableBytes()
    }
    if (scene.isExact) scene.reader.position() shouldBe scene.count + scene.reader.missedBytes()
}

// ------------------------------------------------------------------ writing

/** Takes pieces of these sizes until the end. */
private suspend fun ByteRing.takePieces(pieces: List<Int>, point: () -> Unit = {}): ByteArray {
    var taken = ByteArray(0)
    var turn = 0
    while (reader().awaitReadable()) {
        val piece = ByteArray(pieces[turn++ % pieces.size])
        taken += piece.copyOf(reader().read(piece))
        point()
        yield()
        point()
    }
    return taken
}

private const val ENOUGH = 25

private fun cancelledWrite(call: WriteCall, pieces: List<Int>, steps: Steps, unconfined: Boolean) {
    val ring = heapRing(CAPACITY)
    val victim = Job()
    steps.victim = victim
    val dispatcher = if (unconfined) Dispatchers.Unconfined else steps
    var taken: ByteArray? = null
    suspend fun pause() {
        steps.point()
        yield()
        steps.point()
    }
    steps.launch { taken = ring.takePieces(pieces, steps::point) }
    steps.launch(dispatcher, victim) {
        while (ring.writer().position() < ENOUGH) call.call(ring.writer(), ::pause)
    }
    steps.run()
    val again =
        steps.launch(dispatcher) {
            while (ring.writer().position() < 2 * ENOUGH) call.call(ring.writer()) {}
            ring.writer().close()
        }
    steps.run()
    again.isCancelled shouldBe false
    taken!!.toList() shouldBe counted(0, ring.writer().position().toInt()).toList()
}

private suspend fun racedWrites(call: WriteCall) {
    val random = Random(System.nanoTime())
    val start = TimeSource.Monotonic.markNow()
    val ring = heapRing(CAPACITY)
    withContext(Dispatchers.Default) {
        launch {
            val dst = ByteArray(CAPACITY)
            while (true) {
                val place = ring.reader().position()
                val count = ring.reader().readAvailable(dst, 0, random.nextInt(1, CAPACITY))
                if (count < 0) break
                check(dst, count, place)
            }
        }
        val ownRandom = Random(System.nanoTime())
        do {
            val writing = launch { while (true) call.call(ring.writer()) { yield() } }
            race(ownRandom, writing)
        } while (start.elapsedNow() < RACE)
        call.call(ring.writer()) {}
        ring.writer().close()
    }
    ring.reader().position() shouldBe ring.writer().position()
}

// ------------------------------------------------------------------ messages

private const val MESSAGES = 12

private fun cancelledReceive(call: ReceiveCall, steps: Steps, unconfined: Boolean) {
    val channel =
        RingChannel(MessageRing.builder().capacity(CAPACITY).storage(Storage.heap()).build())
    val victim = Job()
    steps.victim = victim
    val dispatcher = if (unconfined) Dispatchers.Unconfined else steps
    var seen = 0
    val see: (ByteArray) -> Unit = { it.toList() shouldBe message(seen++).toList() }
    suspend fun pause() {
        steps.point()
        yield()
        steps.point()
    }
    steps.launch {
        for (number in 0 until MESSAGES) {
            steps.point()
            channel.send(message(number))
            steps.point()
            yield()
        }
        channel.close()
    }
    steps.launch(dispatcher, victim) {
        try {
            while (call.call(channel, see, ::pause)) steps.point()
        } catch (_: ClosedReceiveChannelException) {}
    }
    steps.run()
    if (call.cancels && steps.isOver) return
    steps.launch(dispatcher) { for (message in channel) see(message) }
    steps.run()
    seen shouldBe MESSAGES
}

private fun cancelledSend(call: SendCall, steps: Steps, unconfined: Boolean) {
    val channel =
        RingChannel(MessageRing.builder().capacity(CAPACITY).storage(Storage.heap()).build())
    val victim = Job()
    steps.victim = victim
    val dispatcher = if (unconfined) Dispatchers.Unconfined else steps
    var sent = 0
    val received = mutableListOf<List<Byte>>()
    steps.launch {
        for (message in channel) {
            received += message.toList()
            steps.point()
            yield()
            steps.point()
        }
    }
    steps.launch(dispatcher, victim) {
        while (sent < MESSAGES) {
            call.call(channel, message(sent))
            sent++
            steps.point()
        }
    }
    steps.run()
    received.size shouldBeInRange sent..sent + 1 // sent, and cancelled before it returned
    received shouldContainExactly List(received.size) { message(it).toList() }
    val before = received.size
    steps.launch(dispatcher) {
        for (number in before until MESSAGES) call.call(channel, message(number))
        channel.close()
    }
    steps.run()
    received shouldContainExactly List(MESSAGES) { message(it).toList() }
}
