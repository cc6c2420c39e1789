package io.bytering.samples.aeron

import io.aeron.Aeron
import io.aeron.driver.MediaDriver
import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.coroutines.use
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import java.io.File
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.InputStream
import java.net.DatagramSocket
import java.nio.ByteBuffer
import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.atomic.AtomicLong
import java.util.zip.CRC32C
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** Real processes, each a JVM, over real sockets. */
class AeronCopyIT :
    FunSpec({
        timeout = 300_000
        val folder = tempdir()
        val bytes = Random(7).nextBytes(24_000_001)
        val sum = CRC32C().apply { update(bytes) }.value
        val third = bytes.copyOf(8_000_001)
        val file = folder.resolve("third").apply { writeBytes(third) }
        val thirdSum = CRC32C().apply { update(third) }.value

        fun udp() = "aeron:udp?endpoint=127.0.0.1:${DatagramSocket(0).use { it.localPort }}|$SMALL"

        context("who does not take what arrives holds up who writes; then all of it arrives") {
            withTests(
                nameFn = { (name, _, _) -> name },
                Triple("UDP that loses 5 %", udp(), LOSES_5_PERCENT),
                Triple("IPC", "aeron:ipc?$SMALL", listOf()),
            ) { (_, channel, options) ->
                val driver = "-Daeron.dir=${folder.resolve("shared")}"
                val to = if ("ipc" in channel) listOf(driver) else folder.driver()
                Sample(to + options, "receive", channel).use { receiver ->
                    val from = if ("ipc" in channel) listOf(driver) else folder.driver()
                    Sample(from, "send", channel, "/dev/stdin").use { sender ->
                        val taken = AtomicLong()
                        val writing = thread {
                            sender.input.use { input ->
                                for (i in bytes.indices step 8192) {
                                    val count = minOf(8192, bytes.size - i)
                                    input.write(bytes, i, count)
                                    taken.addAndGet(count.toLong())
                                }
                            }
                        }
                        receiver.output.readNBytes(100_000) shouldBe bytes.copyOf(100_000)
                        taken.awaitRest() shouldBeLessThan 3_000_000

                        val whole = CRC32C().apply { update(bytes, 0, 100_000) }
                        receiver.output.readAll(whole) shouldBe bytes.size - 100_000
                        whole.value shouldBe sum
                        writing.join()
                        receiver.exitCode() shouldBe 0
                        sender.exitCode() shouldBe 0
                        sender.errors() shouldMatch
                            """sent 24000001 bytes, held up [1-9]\d* times, \d+ retransmits"""
                        if (options.isNotEmpty()) sender.errors() shouldMatch SOME_RETRANSMITS
                    }
                }
            }
        }

        test("a message that is larger than the ring arrives piece by piece") {
            Sample(folder.driver(), main = SmallRing::class.java.name).use { both ->
                both.input.use { it.write(third, 0, 100_003) }
                both.output.readAllBytes() shouldBe third.copyOf(100_003)
                both.exitCode() shouldBe 0
            }
        }

        /** The receiver is killed in the middle, and started again; the sender goes on. */
        suspend fun anotherReceiver(channel: String) {
            Sample(folder.driver(), "send", channel, "$file").use { sender ->
                Sample(folder.driver(), "receive", channel).use { receiver ->
                    receiver.output.readNBytes(2_000_000) shouldBe bytes.copyOf(2_000_000)
                }
                Sample(folder.driver(), "receive", channel).use { receiver ->
                    val whole = CRC32C()
                    receiver.output.readAll(whole) shouldBe third.size
                    whole.value shouldBe thirdSum
                    receiver.exitCode() shouldBe 0
                }
                sender.exitCode() shouldBe 0
                sender.errors() shouldContain "the receiver is gone after "
                sender.errors() shouldContain "sent 8000001 bytes"
            }
        }

        /** The sender is killed in the middle; the receiver says so, and both are started again. */
        suspend fun anotherSender(channel: String) {
            val soon = listOf("-Daeron.image.liveness.timeout=5s")
            Sample(folder.driver() + soon, "receive", channel).use { receiver ->
                val part = CRC32C()
                Sample(folder.driver(), "send", channel, "$file").use {
                    part.update(receiver.output.readNBytes(2_000_000))
                }
                val count = 2_000_000 + receiver.output.readAll(part).toInt()
                part.value shouldBe CRC32C().apply { update(bytes, 0, count) }.value
                receiver.exitCode() shouldBe 1
                receiver.errors() shouldBe "the sender is gone after $count bytes"
            }
            Sample(folder.driver(), "receive", channel).use { receiver ->
                Sample(folder.driver(), "send", channel, "$file").use { sender ->
                    val whole = CRC32C()
                    receiver.output.readAll(whole) shouldBe third.size
                    whole.value shouldBe thirdSum
                    receiver.exitCode() shouldBe 0
                    sender.exitCode() shouldBe 0
                }
            }
        }

        test("either side may be killed: the other notices, and with a new one all arrives") {
            withContext(Dispatchers.IO) { // at once, as most of the time is waited for timeouts
                launch { anotherReceiver(udp()) }
                launch { anotherSender(udp()) }
            }
        }
    })

/** Standard input to standard output, by Aeron within this process, and a ring of 100 bytes. */
object SmallRing {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val sent = ByteRing.ofCapacity(1_000_000)
        sent.writer().use { it.write(ByteBuffer.wrap(System.`in`.readAllBytes())) }
        val received = ByteRing.ofCapacity(100)
        MediaDriver.launchEmbedded().use { driver ->
            val here = Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName())
            Aeron.connect(here).use { aeron ->
                val subscription = aeron.addSubscription("aeron:ipc", 1)
                val publication = aeron.addExclusivePublication("aeron:ipc", 1)
                thread(isDaemon = true) { sent.reader().sendTo(publication) }
                while (subscription.hasNoImages()) Thread.yield()
                thread(isDaemon = true) {
                    received.writer().use { it.receiveFrom(subscription.imageAtIndex(0)) }
                }
                val out = FileOutputStream(FileDescriptor.out).channel
                BlockingReader.of(received.reader()).use { while (it.transferTo(out) >= 0) {} }
            }
        }
    }
}

private const val SMALL = "term-length=256k"
private val SOME_RETRANSMITS = Regex(""".* [1-9]\d* retransmits""")
private val LOSES_5_PERCENT =
    listOf(
        "-Daeron.ReceiveChannelEndpoint.supplier=" +
            "io.aeron.driver.ext.DebugReceiveChannelEndpointSupplier",
        "-Daeron.debug.receive.data.loss.rate=0.05",
        "-Daeron.debug.receive.data.loss.seed=1",
    )

private val drivers = AtomicLong()

/** A folder for a media driver: of one that is killed, it stays behind. */
private fun File.driver() = listOf("-Daeron.dir=${resolve("driver-${drivers.incrementAndGet()}")}")

/** The sample in a JVM of its own, killed at the end. */
private class Sample(
    options: List<String>,
    vararg arguments: String,
    main: String = "io.bytering.samples.aeron.AeronCopyKt",
) : AutoCloseable {
    private val errors = File.createTempFile("aeron", ".err")
    private val process =
        ProcessBuilder(
                listOf(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", // for Agrona
                    "--enable-native-access=ALL-UNNAMED",
                ) +
                    options +
                    listOf("-cp", System.getProperty("java.class.path")) +
                    main +
                    arguments
            )
            .redirectError(errors)
            .start()

    val input = process.outputStream
    val output: InputStream = process.inputStream

    fun exitCode(): Int {
        check(process.waitFor(240, SECONDS)) { "still runs: ${errors()}" }
        return process.exitValue()
    }

    fun errors() = errors.readText().trim()

    override fun close() {
        process.destroyForcibly().waitFor()
        errors.delete()
    }
}

/** How far it came when it does not move any more for some time. */
private suspend fun AtomicLong.awaitRest(): Long {
    do {
        val before = get()
        delay(500)
    } while (get() != before)
    return get()
}

private fun InputStream.readAll(sum: CRC32C): Long {
    val buffer = ByteArray(64 * 1024)
    var total = 0L
    while (true) {
        val count = read(buffer)
        if (count < 0) return total
        sum.update(buffer, 0, count)
        total += count
    }
}
