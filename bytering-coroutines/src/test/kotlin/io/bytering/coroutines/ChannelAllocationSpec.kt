package io.bytering.coroutines

import com.sun.management.ThreadMXBean
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.lang.management.ManagementFactory
import kotlin.time.Duration.Companion.minutes

/** Calls that need not wait allocate nothing, and [RingChannel.receive] only what it returns. */
class ChannelAllocationSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("messages written and read in place allocate nothing") {
            val channel = RingChannel(100)
            var sum = 0L
            allocatedPerRound {
                val value = it.toLong()
                channel.send(8) { message -> message.putLong(value) }
                sum += channel.receive { message -> message.getLong() }
            } shouldBe 0
            sum shouldBe ROUNDS * (ROUNDS - 1L) * ATTEMPTS / 2
        }

        test("sending an array allocates nothing, receiving one allocates the array") {
            val channel = RingChannel(200)
            val message = ByteArray(64)
            val limit = 64L + 24 + 1
            allocatedPerRound {
                channel.send(message)
                channel.receive()
            } shouldBeLessThan limit
            allocatedPerRound {
                channel.trySend(message)
                channel.send(1) {}
                channel.tryReceive()
                channel.receive {}
            } shouldBeLessThan limit
        }

        test("asking whether a message is there allocates nothing") {
            val channel = RingChannel(100)
            channel.send(bytes(1))
            allocatedPerRound { check(channel.awaitMessage()) } shouldBe 0
            val empty = RingChannel(100)
            allocatedPerRound { empty.tryReceive() } shouldBe 0
        }
    })

private const val ROUNDS = 20_000
private const val ATTEMPTS = 5

/** The least of several attempts: the first ones also load classes. Inline, as a loop would be. */
private suspend inline fun allocatedPerRound(round: (Int) -> Unit): Long {
    val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean
    val id = Thread.currentThread().id
    return (1..ATTEMPTS).minOf {
        val before = threads.getThreadAllocatedBytes(id)
        for (i in 0 until ROUNDS) round(i)
        (threads.getThreadAllocatedBytes(id) - before) / ROUNDS
    }
}
