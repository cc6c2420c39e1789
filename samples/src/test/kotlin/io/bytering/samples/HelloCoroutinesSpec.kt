package io.bytering.samples

import io.bytering.ByteRing
import io.bytering.coroutines.RingChannel
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempfile
import io.kotest.matchers.shouldBe
import java.nio.channels.FileChannel
import java.nio.file.StandardOpenOption.WRITE
import kotlin.random.Random
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

class HelloCoroutinesSpec :
    FunSpec({
        timeout = 30_000
        val bytes = Random(4).nextBytes(1_000_003)

        test("copies a file") {
            val source = tempfile().apply { writeBytes(bytes) }
            val sink = tempfile()
            FileChannel.open(source.toPath()).use { from ->
                FileChannel.open(sink.toPath(), WRITE).use { to -> copy(from, to) }
            }
            sink.readBytes() shouldBe bytes
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
