package io.bytering.coroutines

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.item.ItemReader
import io.bytering.item.ItemType
import java.io.IOException
import java.nio.ByteBuffer
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.io.Buffer
import kotlinx.io.bytestring.encodeToByteString
import kotlinx.io.readByteArray

/** A stream whose bytes tell where they are from. */
internal open class Content(val length: Int) {
    /** The same kind of stream, longer. */
    open val longer: Content
        get() = Content(200)

    open fun at(place: Long): Byte = place.toByte()

    fun bytes(from: Long, count: Int) = ByteArray(count) { at(from + it) }
}

private val COUNTED = Content(26)

/** Every character comes once, and lines end with LF or CRLF. */
internal class Text(private val text: String) : Content(text.length) {
    constructor(characters: CharRange) : this(characters.joinToString("", transform = ::withEnd))

    override val longer: Content
        get() = Text('!'..'~')

    override fun at(place: Long): Byte = text[place.toInt()].code.toByte()
}

private fun withEnd(c: Char) = buildString {
    append(c)
    if (c.code % 5 == 0) append('\n')
    if (c.code % 7 == 0) append("\r\n")
}

private val TEXT = Text('A'..'T')

/** What a call under test sees and does besides. */
internal interface Witness {
    val reader: RingReader

    /** Another ring, to which bytes are moved; they are seen when they are there. */
    val other: ByteRing

    /** These bytes were got, by one call. */
    fun see(bytes: ByteArray)

    /** This line or piece was got, and the delimiter with it. */
    fun seeLine(line: String)

    /** Someone's code has been called: there it may suspend and be cancelled. */
    suspend fun pause()
}

/**
 * One or more public functions that take bytes.
 *
 * @param keys which, as [suspendingApi] names them
 * @param call one call; false at the end of the stream
 */
internal class ReadCall(
    val name: String,
    vararg val keys: String,
    val content: Content = COUNTED,
    val call: suspend Witness.() -> Boolean,
)

/** Whatever was read is in the array, also if this fails. */
private suspend fun Witness.seeGrowth(dst: ByteArray, read: suspend () -> Unit): Boolean {
    val before = reader.position()
    try {
        read()
    } catch (e: IOException) {
        val count = Regex("after (\\d+) of 15 bytes").find(e.message!!)!!.groupValues[1].toInt()
        see(dst.copyOf(count))
        throw e
    } catch (e: Throwable) {
        see(dst.copyOf((reader.position() - before).toInt()))
        throw e
    }
    see(dst)
    return true
}

private suspend fun Witness.seeBuffer(read: suspend (Buffer) -> Boolean): Boolean {
    val sink = Buffer()
    try {
        return read(sink)
    } finally {
        if (sink.size > 0) see(sink.readByteArray())
    }
}

private fun Witness.seeNow(most: Int): Boolean {
    val dst = ByteArray(most)
    val count = reader.read(dst)
    if (count > 0) see(dst.copyOf(count))
    return true
}

private fun number(size: Int, put: ByteBuffer.() -> Unit) =
    ByteBuffer.allocate(size).apply(put).array()

private fun ByteBuffer.all() = ByteArray(remaining()).also { get(it) }

internal val READ_CALLS =
    listOf(
        ReadCall("awaitReadable", "RingReadiness.awaitReadable(RingReader, Int)") {
            reader.awaitReadable(3) && seeNow(3)
        },
        ReadCall("awaitPeek", "RingClaims.awaitPeek(RingReader, Int)") {
            val slice = reader.awaitPeek()
            slice?.let {
                val bytes = it.all()
                reader.consume(bytes.size)
                see(bytes)
            }
            slice != null
        },
        ReadCall(
            "readAvailable of an array",
            "RingReads.readAvailable(RingReader, ByteArray, Int, Int)",
        ) {
            val dst = ByteArray(4)
            val count = reader.readAvailable(dst)
            if (count > 0) see(dst.copyOf(count))
            count > 0
        },
        ReadCall(
            "readAvailable of a buffer",
            "RingReads.readAvailable(RingReader, ByteBuffer)",
        ) {
            val dst = ByteBuffer.allocate(4)
            val count = reader.readAvailable(dst)
            if (count > 0) see(dst.array().copyOf(count))
            count > 0
        },
        ReadCall(
            "readAvailable of a kotlinx-io buffer",
            "RingBuffers.readAvailable(RingReader, Buffer, Long)",
        ) {
            seeBuffer { reader.readAvailable(it, 4) > 0 }
        },
        ReadCall("readFully of an array", "RingReads.readFully(RingReader, ByteArray, Int, Int)") {
            val dst = ByteArray(15)
            seeGrowth(dst) { reader.readFully(dst) }
        },
        ReadCall("readFully of a buffer", "RingReads.readFully(RingReader, ByteBuffer)") {
            val dst = ByteBuffer.allocateDirect(15)
            try {
                reader.readFully(dst)
            } finally {
                dst.flip()
                if (dst.hasRemaining()) see(dst.all())
            }
            true
        },
        ReadCall(
            "readFully of a kotlinx-io buffer",
            "RingBuffers.readFully(RingReader, Buffer, Long)",
        ) {
            seeBuffer {
                reader.readFully(it, 15)
                true
            }
        },
        ReadCall("readByteString", "RingReads.readByteString(RingReader, Int)") {
            see(reader.readByteString(3).toByteArray())
            true
        },
        ReadCall(
            "readByte",
            "RingNumbers.readByte(RingReader)",
            "RingNumbers.awaitNumber(RingReader, Int)",
        ) {
            val byte = reader.readByte()
            see(number(1) { put(byte) })
            true
        },
        ReadCall("readShort", "RingNumbers.readShort(RingReader)") {
            val short = reader.readShort()
            see(number(2) { putShort(short) })
            true
        },
        ReadCall("readShortLe", "RingNumbers.readShortLe(RingReader)") {
            val short = reader.readShortLe()
            see(number(2) { putShort(short) }.reversedArray())
            true
        },
        ReadCall("readInt", "RingNumbers.readInt(RingReader)") {
            val int = reader.readInt()
            see(number(4) { putInt(int) })
            true
        },
        ReadCall("readIntLe", "RingNumbers.readIntLe(RingReader)") {
            val int = reader.readIntLe()
            see(number(4) { putInt(int) }.reversedArray())
            true
        },
        ReadCall("readLong", "RingNumbers.readLong(RingReader)") {
            val long = reader.readLong()
            see(number(8) { putLong(long) })
            true
        },
        ReadCall("readLongLe", "RingNumbers.readLongLe(RingReader)") {
            val long = reader.readLongLe()
            see(number(8) { putLong(long) }.reversedArray())
            true
        },
        ReadCall("readLine", "RingLines.readLine(RingReader, Int)", content = TEXT) {
            val line = reader.readLine()
            line?.let(::seeLine)
            line != null
        },
        ReadCall("readUntil a byte", "RingLines.readUntil(RingReader, Byte, Int)", content = TEXT) {
            val piece = reader.readUntil('\n'.code.toByte())
            piece?.let { seeLine(it.toByteArray().decodeToString().removeSuffix("\r")) }
            piece != null
        },
        ReadCall(
            "readUntil several bytes",
            "RingLines.readUntil(RingReader, ByteString, Int)",
            content = TEXT,
        ) {
            val end = "\r\n".encodeToByteString()
            val piece = reader.readUntil(end)
            piece?.let { see(it.toByteArray() + end.toByteArray()) }
            piece != null
        },
        ReadCall("lines", "RingLines.lines(RingReader, Int)", content = TEXT) {
            reader.lines().collect {
                pause()
                seeLine(it)
            }
            false
        },
        ReadCall("lines, one by one", "RingLines.lines(RingReader, Int)", content = TEXT) {
            val line = reader.lines().take(1).toList()
            line.forEach(::seeLine)
            line.isNotEmpty()
        },
        ReadCall("copyTo", "RingCopies.copyTo(RingReader, RingWriter, Long)") {
            reader.copyTo(other.writer())
            false
        },
        ReadCall("copyTo, with a limit", "RingCopies.copyTo(RingReader, RingWriter, Long)") {
            reader.copyTo(other.writer(), 7) == 7L
        },
        ReadCall("asFlow", "RingFlows.asFlow(RingReader, Int, Int)") {
            reader.asFlow().collect {
                pause()
                see(it.toByteArray())
            }
            false
        },
        ReadCall(
            "asFlow, by a collector that does not suspend",
            "RingFlows.asFlow(RingReader, Int, Int)",
        ) {
            reader.asFlow(2).collect { see(it.toByteArray()) }
            false
        },
        ReadCall("asFlow, with a least size", "RingFlows.asFlow(RingReader, Int, Int)") {
            reader
                .asFlow(7, 5)
                .map { it.toByteArray() }
                .onEach { pause() }
                .collect {
                    pause()
                    see(it)
                }
            false
        },
        ReadCall("asFlow, one by one", "RingFlows.asFlow(RingReader, Int, Int)") {
            val chunk = reader.asFlow(3).onEach { pause() }.take(1).toList()
            chunk.forEach { see(it.toByteArray()) }
            chunk.isNotEmpty()
        },
        ReadCall(
            "asFlow to another ring",
            "RingFlows.asFlow(RingReader, Int, Int)",
            "RingFlows.writeByteStringsTo(Flow, RingWriter)",
        ) {
            reader.asFlow().writeTo(other.writer())
            false
        },
        ReadCall(
            "collectSlices",
            "RingFlows.collectSlices(RingReader, Int, Function1)",
            "RingReadiness.awaitReadableOrTail(RingReader, Int, Int)",
        ) {
            reader.collectSlices {
                val bytes = it.all()
                pause()
                see(bytes)
            }
            false
        },
        ReadCall(
            "collectSlices, with a least size",
            "RingFlows.collectSlices(RingReader, Int, Function1)",
        ) {
            reader.collectSlices(5) {
                pause()
                see(it.all())
            }
            false
        },
        ReadCall("awaitReadable of items", "RingItems.awaitReadable(ItemReader, Int)") {
            val items = ItemReader.of(reader, ItemType.BYTE)
            val some = items.awaitReadable(3)
            if (some) {
                val bytes = items.slice().all()
                items.consume(bytes.size)
                if (bytes.isNotEmpty()) see(bytes)
            }
            some
        },
        ReadCall(
            "collectSlices of items",
            "RingItems.collectSlices(ItemReader, Int, Function1)",
            "RingItems.awaitReadableOrTail(ItemReader, Int)",
        ) {
            ItemReader.of(reader, ItemType.BYTE).collectSlices(4) {
                val bytes = it.all()
                pause()
                see(bytes)
            }
            false
        },
        ReadCall("a suspending source", "SuspendingSource.readAtMostTo(Buffer, Long)") {
            val source = reader.asSuspendingSource()
            seeBuffer { source.readAtMostTo(it, 4) > 0 }
        },
    )
