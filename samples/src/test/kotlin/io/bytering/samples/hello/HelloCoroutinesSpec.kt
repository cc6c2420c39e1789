package io.bytering.samples.hello

import io.bytering.ByteRing
import io.bytering.coroutines.RingChannel
import io.bytering.coroutines.writeFully
import io.bytering.samples.Sinks
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempfile
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.channels.Pipe
import java.nio.channels.ScatteringByteChannel
import java.nio.file.StandardOpenOption.WRITE
import kotlin.random.Random
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield

class HelloCoroutinesSpec :
    FunSpec({
        timeout = 300_000
        val bytes = Random(4).nextBytes(1_000_003)

        test("copies a file") {
            val source = tempfile().apply { writeBytes(bytes) }
            val sink = tempfile()
            FileChannel.open(source.toPath()).use { from ->
                FileChannel.open(sink.toPath(), WRITE).use { to -> copy(from, to) }
            }
            sink.readBytes() shouldBe bytes
        }

        test("uploads what comes") {
            val ring = ByteRing.ofCapacity(64)
            ring.writer().writeFully(ByteArray(40))
            ring.writer().close()
            var seen = 0
            uploadAll(ring.reader()) { seen += it.size } shouldBe 40
            seen shouldBe 40
        }

        // The half of a pipe whose other half stays open and idle blocks for ever.
        test("a copy ends when its sink fails, although its source is idle") {
            val pipe = Pipe.open()
            pipe.sink().use {
                it.write(ByteBuffer.wrap(byteArrayOf(1)))
                shouldThrow<IOException> {
                        copy(pipe.source(), Sinks { throw IOException("full") })
                    }
                    .message shouldBe "full"
            }
        }

        test("a copy ends when it is cancelled, although its source is idle or its sink is full") {
            val idle = Pipe.open()
            idle.sink().use {
                withTimeoutOrNull(50) {
                    copy(idle.source(), Sinks { error("nothing came") })
                } shouldBe null
            }
            val full = Pipe.open()
            val source = tempfile().apply { writeBytes(bytes) }
            full.source().use {
                FileChannel.open(source.toPath()).use { from ->
                    withTimeoutOrNull(200) { copy(from, full.sink()) } shouldBe null
                }
            }
        }

        test("a copy ends when its source fails, although its sink is full") {
            val full = Pipe.open()
            full.source().use {
                // more than a pipe takes, and less than a pipe and the ring
                var left = 66
                val failing = Sources { dst ->
                    if (left-- == 0) throw IOException("disk on fire")
                    val count = minOf(dst[0].remaining(), 1000)
                    dst[0].position(dst[0].position() + count)
                    count.toLong()
                }
                shouldThrow<IOException> { copy(failing, full.sink()) }.message shouldBe
                    "disk on fire"
            }
        }

        test("lines that another coroutine deals with are all dealt with at the end") {
            val seen = mutableListOf<String>()
            withLines({ writer ->
                repeat(100) { writer.writeFully("line $it\n".encodeToByteArray()) }
            }) {
                yield()
                seen += it
            }
            seen shouldBe List(100) { "line $it" }
            shouldThrow<IllegalStateException> { withLines({ error("no line") }) {} }
                .message shouldBe "no line"
        }

        test("drains a ring into a file") {
            val sink = tempfile()
            val ring = ByteRing.ofCapacity(1000)
            ring.writer().use { it.write(bytes, 0, 1000) }
            coroutineScope {
                launch { FileChannel.open(sink.toPath(), WRITE).use { drain(ring.reader(), it) } }
            }
            sink.readBytes() shouldBe bytes.copyOf(1000)
        }

        test("messages are written and read in place") {
            sumOf(1L..10_000L) shouldBe 50_005_000L
        }

        test("takes whatever comes first, a message or something else") {
            val channel = RingChannel(1000)
            messageOr(channel, CompletableDeferred(byteArrayOf(1))) shouldBe byteArrayOf(1)
            channel.send(byteArrayOf(2))
            messageOr(channel, CompletableDeferred()) shouldBe byteArrayOf(2)
            channel.close()
            messageOr(channel, CompletableDeferred()) shouldBe null
        }
    })

private fun interface Sources : ScatteringByteChannel {
    fun give(dst: Array<ByteBuffer>): Long

    override fun read(dsts: Array<ByteBuffer>, offset: Int, length: Int) =
        give(dsts.copyOfRange(offset, offset + length))

    override fun read(dsts: Array<ByteBuffer>) = give(dsts)

    override fun read(dst: ByteBuffer) = give(arrayOf(dst)).toInt()

    override fun isOpen() = true

    override fun close() {}
}
