package io.bytering.coroutines

import io.bytering.RingWriter
import io.bytering.item.ItemType
import io.bytering.item.ItemWriter
import io.kotest.matchers.shouldBe
import java.nio.ByteBuffer
import kotlinx.coroutines.flow.flow
import kotlinx.io.Buffer
import kotlinx.io.bytestring.ByteString

/**
 * One or more public functions that give bytes.
 *
 * @param keys which, as [suspendingApi] names them
 * @param call writes some bytes of the stream, from the writer's position on; false if it can't
 *   because the reader is gone
 */
internal class WriteCall(
    val name: String,
    vararg val keys: String,
    val call: suspend (writer: RingWriter, pause: suspend () -> Unit) -> Boolean,
)

private const val AMOUNT = 15

private fun RingWriter.next(count: Int = AMOUNT) = counted(position(), count)

/** What has left the buffer is in the ring, also if this fails. */
private suspend fun RingWriter.giveBuffer(write: suspend (Buffer) -> Unit): Boolean {
    val start = position()
    val source = Buffer().apply { write(next()) }
    try {
        write(source)
    } finally {
        AMOUNT - source.size shouldBe position() - start
    }
    return true
}

internal val WRITE_CALLS =
    listOf(
        WriteCall("awaitWritable", "RingReadiness.awaitWritable(RingWriter, Int)") { writer, _ ->
            writer.awaitWritable(3).also { if (it) writer.write(writer.next(3)) shouldBe 3 }
        },
        WriteCall("awaitClaim", "RingClaims.awaitClaim(RingWriter, Int)") { writer, _ ->
            writer.awaitClaim(3).put(writer.next(3))
            writer.commit(3)
            true
        },
        WriteCall(
            "writeFully of an array",
            "RingWrites.writeFully(RingWriter, ByteArray, Int, Int)",
        ) { writer, _ ->
            writer.writeFully(writer.next())
            true
        },
        WriteCall("writeFully of a buffer", "RingWrites.writeFully(RingWriter, ByteBuffer)") {
            writer,
            _ ->
            val start = writer.position()
            val src = ByteBuffer.wrap(writer.next())
            try {
                writer.writeFully(src)
            } finally {
                src.position().toLong() shouldBe writer.position() - start
            }
            true
        },
        WriteCall("writeFully of a string", "RingWrites.writeFully(RingWriter, ByteString)") {
            writer,
            _ ->
            writer.writeFully(ByteString(writer.next()))
            true
        },
        WriteCall(
            "writeFully of a kotlinx-io buffer",
            "RingBuffers.writeFully(RingWriter, Buffer, Long)",
        ) { writer, _ ->
            writer.giveBuffer { writer.writeFully(it, it.size) }
        },
        WriteCall("a flow of arrays", "RingFlows.writeTo(Flow, RingWriter)") { writer, pause ->
            val bytes = writer.next()
            flow {
                    emit(bytes.copyOf(4))
                    pause()
                    emit(bytes.copyOfRange(4, AMOUNT))
                }
                .writeTo(writer)
            true
        },
        WriteCall("a flow of strings", "RingFlows.writeByteStringsTo(Flow, RingWriter)") {
            writer,
            pause ->
            val bytes = writer.next()
            flow {
                    emit(ByteString(bytes, 0, 4))
                    pause()
                    emit(ByteString(bytes, 4, AMOUNT))
                }
                .writeTo(writer)
            true
        },
        WriteCall("awaitWritable of items", "RingItems.awaitWritable(ItemWriter, Int)") { writer, _
            ->
            val items = ItemWriter.of(writer, ItemType.BYTE)
            items.awaitWritable(3).also {
                if (it) {
                    val bytes = writer.next(3)
                    val slice = items.slice()
                    val count = minOf(slice.remaining(), 3)
                    slice.put(bytes, 0, count)
                    items.produce(count)
                }
            }
        },
        WriteCall(
            "a suspending sink",
            "SuspendingSink.write(Buffer, Long)",
            "SuspendingSink.flush()",
        ) { writer, _ ->
            val sink = writer.asSuspendingSink()
            writer.giveBuffer {
                sink.write(it, it.size)
                sink.flush()
            }
        },
    )
