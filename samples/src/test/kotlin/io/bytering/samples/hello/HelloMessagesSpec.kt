package io.bytering.samples.hello

import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.coroutines.launchReader
import io.bytering.coroutines.use
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlinx.coroutines.coroutineScope

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
    })
