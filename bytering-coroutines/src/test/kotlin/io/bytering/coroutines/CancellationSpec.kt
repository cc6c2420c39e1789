package io.bytering.coroutines

import io.bytering.RingReader
import io.bytering.RingWriter
import io.kotest.core.spec.style.FunSpec
import java.nio.ByteBuffer
import java.util.concurrent.atomic.AtomicInteger
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import kotlinx.io.bytestring.ByteString

private const val CANCELLATIONS = 10_000
/** On each side. */
private const val LEAST = 200
private const val CAPACITY = 64

/** So that waiting for an amount meets no gap: at most capacity - largest claim + 1. */
private const val LARGEST_CLAIM = 16
private const val LARGEST_AMOUNT = CAPACITY - LARGEST_CLAIM + 1

/** Both sides are cancelled at random moments, again and again; the stream stays as it was. */
class CancellationSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("cancelling at random moments loses, repeats and disorders no byte") {
            val ring = heapRing(CAPACITY)
            withContext(Dispatchers.Default) {
                val writesCancelled = AtomicInteger()
                val writing = launch {
                    val random = Random(1)
                    while (isActive) {
                        if (cancelledWrite(ring.writer(), random)) writesCancelled.incrementAndGet()
                    }
                }
                val random = Random(2)
                var readsCancelled = 0
                val turns = Turns(LEAST, CANCELLATIONS)
                fun sides() = listOf(readsCancelled, writesCancelled.get())
                while (turns.goOn(sides().sum()) || sides().min() < LEAST) {
                    if (cancelledRead(ring.reader(), random)) readsCancelled++
                }
                writing.cancelAndJoin()
            }
            ring.takeAll()
        }
    })

/** Starts one way of reading, cancels it at some moment, and checks what it took. */
private suspend fun CoroutineScope.cancelledRead(reader: RingReader, random: Random): Boolean {
    val dst = ByteArray(2 * CAPACITY)
    val before = reader.position()
    val way = random.nextInt(7)
    val amount = random.nextInt(1, LARGEST_AMOUNT + 1)
    val reading = launch { reader.take(way, amount, dst) }
    pause(random)
    reading.cancelAndJoin()
    check(dst, (reader.position() - before).toInt(), before)
    return reading.isCancelled
}

/** Whatever is consumed is in [dst], also if this does not come to its end. */
internal suspend fun RingReader.take(way: Int, amount: Int, dst: ByteArray) {
    when (way) {
        0 -> if (awaitReadable(amount)) read(dst, 0, amount)
        1 -> readAvailable(dst, 0, amount)
        2 -> readFully(dst)
        3 -> readFully(ByteBuffer.wrap(dst))
        4 -> readByteString(amount).copyInto(dst, 0, 0, amount)
        5 ->
            awaitPeek()?.let { slice ->
                val length = minOf(slice.remaining(), amount)
                slice.get(dst, 0, length)
                consume(length)
            }
        else -> {
            val delimiter = at(position() + amount - 1)
            val piece = checkNotNull(readUntil(delimiter))
            piece.copyInto(dst, 0, 0, piece.size)
            dst[piece.size] = delimiter
        }
    }
}

private suspend fun CoroutineScope.cancelledWrite(writer: RingWriter, random: Random): Boolean {
    val bytes = counted(writer.position(), 2 * CAPACITY)
    val way = random.nextInt(5)
    val amount = random.nextInt(1, 2 * CAPACITY)
    val writing = launch { writer.give(way, amount, bytes) }
    pause(random)
    writing.cancelAndJoin()
    return writing.isCancelled
}

internal suspend fun RingWriter.give(way: Int, amount: Int, bytes: ByteArray) {
    when (way) {
        0 -> if (awaitWritable(1 + amount / 2)) write(bytes, 0, amount)
        1 -> writeFully(bytes, 0, amount)
        2 -> writeFully(ByteBuffer.wrap(bytes, 0, amount))
        3 -> writeFully(ByteString(bytes, 0, amount))
        else -> {
            val length = 1 + amount % LARGEST_CLAIM
            awaitClaim(length).put(bytes, 0, length)
            commit(length)
        }
    }
}

private suspend fun pause(random: Random) {
    when (random.nextInt(3)) {
        0 -> {}
        1 -> repeat(random.nextInt(200)) { Thread.onSpinWait() }
        else -> repeat(random.nextInt(4)) { yield() }
    }
}
