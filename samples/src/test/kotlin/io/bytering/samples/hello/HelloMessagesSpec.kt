package io.bytering.samples.hello

import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.coroutines.RingChannel
import io.bytering.coroutines.launchReader
import io.bytering.coroutines.use
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.yield

class HelloMessagesSpec :
    FunSpec({
        timeout = 300_000
        val random = Random(7)
        val messages = List(2000) { random.nextBytes(random.nextInt(400)) }

        /** Comparable, as arrays are not. */
        fun List<ByteArray>.texts() = map { it.toList() }

        test("in Java: each message arrives whole and in order, of any length") {
            val ring = ByteRing.ofCapacity(1000)
            val sending = thread {
                BlockingWriter.of(ring.writer()).use { out ->
                    for (message in messages) HelloMessages.send(out, message)
                }
            }
            val received = mutableListOf<ByteArray>()
            HelloMessages.receiveAll(BlockingReader.of(ring.reader())) { received += it }
            sending.join()
            received.texts() shouldBe messages.texts()
        }

        test("in Java: a late display shows whole quotes, and counts those it missed") {
            HelloMessages.quotes(10) shouldBe "10 shown, 0 missed"
            val late =
                Regex("(\\d+) shown, (\\d+) missed").matchEntire(HelloMessages.quotes(1000))!!
            val (shown, missed) = late.groupValues.drop(1).map { it.toInt() }
            shown shouldBeInRange 32..64 // the history, and what else is still intact
            shown + missed shouldBe 1000
        }

        test("in Kotlin: the same through a channel, and by claims on a ring") {
            val received = mutableListOf<ByteArray>()
            exchange(messages) { received += it }
            received.texts() shouldBe messages.texts()

            received.clear()
            val ring = ByteRing.ofCapacity(1000)
            coroutineScope {
                launchReader(ring.reader()) { reader -> receiveMessages(reader) { received += it } }
                ring.writer().use { for (message in messages) sendMessage(it, message) }
            }
            received.texts() shouldBe messages.texts()
        }

        test("in Kotlin: the messages of many flows come, each flow's in its order") {
            val sources = List(5) { source -> List(400) { "$source $it" } }
            val received = mutableListOf<String>()
            merge(sources.map { it.map(String::encodeToByteArray).asFlow() }) {
                received += it.decodeToString()
            }
            received.size shouldBe 2000
            for (source in sources) received.filter { it in source } shouldBe source
        }

        test("in Kotlin: a claim is sent in the length that the message turns out to have") {
            val channel = RingChannel(4096)
            sendEncoded(channel) {
                yield()
                it.put(byteArrayOf(1, 2, 3))
                3
            }
            channel.receive() shouldBe byteArrayOf(1, 2, 3)
        }

        test("in Java: a queue between threads, each thread's messages in their order") {
            val lists = List(4) { list -> List(500) { "$list $it" } }
            val received =
                HelloMessageQueue.sendAll(lists.map { it.map(String::encodeToByteArray) }).map {
                    it.decodeToString()
                }
            received.size shouldBe 2000
            for (list in lists) received.filter {
                it.substringBefore(' ') == list[0].substringBefore(' ')
            } shouldBe list
            HelloMessageQueue.echo(byteArrayOf(1, 2)) shouldBe byteArrayOf(1, 2)
        }
    })
