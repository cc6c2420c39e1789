package io.bytering.coroutines

import io.bytering.message.MessageRing
import io.bytering.storage.Storage
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.nio.ByteBuffer
import kotlin.coroutines.cancellation.CancellationException
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.ClosedSendChannelException
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

/** Many senders of one channel. What is a promise is tried on kotlinx's own channel as well. */
class ManySendersSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        promise("senders that wait are served first come first served") { channel ->
            repeat(2) { channel.send(bytes(it)) }
            val senders = List(5) { outcome { channel.send(bytes(2 + it)) } }
            repeat(7) { channel.receive() shouldBe bytes(it) }
            senders.forEach { it.await().isSuccess shouldBe true }
        }

        promise("who only tries does not overtake those that wait") { channel ->
            repeat(2) { channel.send(bytes(it)) }
            val sending = outcome { channel.send(bytes(2)) }
            channel.receive() shouldBe bytes(0)
            channel.trySend(bytes(9)).isFailure shouldBe true
            channel.receive() shouldBe bytes(1)
            channel.receive() shouldBe bytes(2)
            sending.await().isSuccess shouldBe true
            channel.trySend(bytes(3)).isSuccess shouldBe true
        }

        promise("a sender that is cancelled while it waits leaves its place to the next") { channel
            ->
            repeat(2) { channel.send(bytes(it)) }
            val senders =
                List(5) {
                    launch(start = UNDISPATCHED) { channel.send(bytes(2 + it)) }
                }
            for (i in listOf(0, 2, 4)) senders[i].cancelAndJoin()
            for (i in listOf(0, 1, 3, 5)) channel.receive() shouldBe bytes(i)
            channel.tryReceive().isFailure shouldBe true
            channel.isClosedForSend shouldBe false
        }

        promise("all senders that wait at a close still go through, and no others") { channel ->
            val cause = Failure()
            repeat(2) { channel.send(bytes(it)) }
            val senders = List(3) { outcome { channel.send(bytes(2 + it)) } }
            channel.close(cause)
            runCatching { channel.send(bytes(9)) }.exceptionOrNull() shouldBeSameInstanceAs cause
            channel.trySend(bytes(9)).exceptionOrNull() shouldBeSameInstanceAs cause
            repeat(5) {
                channel.isClosedForReceive shouldBe false
                channel.receive() shouldBe bytes(it)
            }
            senders.forEach { it.await().isSuccess shouldBe true }
            channel.receiveCatching().exceptionOrNull() shouldBeSameInstanceAs cause
            channel.isClosedForReceive shouldBe true
        }

        promise("the end comes when the last of those is cancelled") { channel ->
            repeat(2) { channel.send(bytes(it)) }
            val senders =
                List(3) {
                    launch(start = UNDISPATCHED) { channel.send(bytes(2 + it)) }
                }
            channel.close()
            senders[0].cancelAndJoin()
            senders[2].cancelAndJoin()
            for (i in 0..1) channel.receive() shouldBe bytes(i)
            channel.receive() shouldBe bytes(3)
            senders[1].join()
            channel.receiveCatching().isClosed shouldBe true
        }

        promise("a cancel fails all that wait, with its cause") { channel ->
            repeat(2) { channel.send(bytes(it)) }
            val senders = List(3) { outcome { channel.send(bytes(2 + it)) } }
            val cause = Cancellation()
            channel.cancel(cause)
            senders.forEach { it.await().exceptionOrNull() shouldBeSameInstanceAs cause }
            channel.isClosedForReceive shouldBe true
        }

        promise("after a close, a cancel fails all that wait with what a closed channel throws") {
            channel ->
            repeat(2) { channel.send(bytes(it)) }
            val senders = List(3) { outcome { channel.send(bytes(2 + it)) } }
            channel.close()
            channel.cancel()
            senders.forEach {
                it.await().exceptionOrNull().shouldBeInstanceOf<ClosedSendChannelException>()
            }
        }

        promise("each sender's messages come in its order, and none is lost") { channel ->
            val received = mutableListOf<Int>()
            coroutineScope {
                val senders =
                    List(SENDERS) { sender ->
                        launch(Dispatchers.Default) {
                            repeat(EACH) { channel.send(bytes(sender, it)) }
                        }
                    }
                launch {
                    senders.forEach { it.join() }
                    channel.close()
                }
                channel.consumeEach { received += it[0] * 1000 + it[1] }
            }
            for (sender in 0 until SENDERS) {
                received.filter { it / 1000 == sender } shouldContainExactly
                    List(EACH) { sender * 1000 + it }
            }
        }

        test("a sender may send from within the send that has resumed it") {
            val channel = RingChannel(64)
            val receiver =
                launch(Dispatchers.Unconfined) {
                    channel.receive() shouldBe bytes(1)
                    channel.send(bytes(2))
                }
            channel.send(bytes(1))
            receiver.join()
            channel.receive() shouldBe bytes(2)
        }

        test("a block that writes in place may send to the same channel") {
            val channel = RingChannel(64)
            channel.send(1) {
                it.put(1)
                channel.trySend(bytes(2)).isSuccess shouldBe true
            }
            channel.receive() shouldBe bytes(1)
            channel.receive() shouldBe bytes(2)
        }

        test("a short message waits behind a long one that came first") {
            val channel = RingChannel(32)
            repeat(4) { channel.send(bytes(it)) }
            val long = launch(start = UNDISPATCHED) { channel.send(ByteArray(24)) }
            val short = launch(start = UNDISPATCHED) { channel.send(bytes(9)) }
            channel.receive()
            repeat(3) { yield() }
            short.isCompleted shouldBe false
            repeat(3) { channel.receive().size shouldBe 1 }
            channel.receive().size shouldBe 24
            channel.receive() shouldBe bytes(9)
            long.join()
            short.join()
        }

        for (call in SEND_CALLS) {
            test(
                "one of three is cancelled at every point, and the others lose nothing: ${call.name}"
            ) {
                for (unconfined in listOf(false, true)) {
                    var at = 0
                    do {
                        val steps = Steps(at)
                        withClue("unconfined: $unconfined, cancelled at point $at") {
                            oneOfThree(call, steps, unconfined)
                        }
                        at++
                    } while (steps.isOver)
                    at shouldBeGreaterThan 5
                }
            }
        }

        test("a storm of cancellations: what was sent arrives once, what was not never does") {
            for (capacity in listOf(16, 64, 333)) storm(capacity)
        }

        test("more senders wait than the channel keeps writers for, again and again") {
            val channel = RingChannel(8)
            channel.send(bytes(0))
            repeat(3) {
                coroutineScope {
                    val senders =
                        List(1000) {
                            launch(start = UNDISPATCHED) { channel.send(bytes(1)) }
                        }
                    for ((i, sender) in senders.withIndex()) if (i % 3 == 0) sender.cancel()
                    repeat(senders.count { !it.isCancelled }) { channel.receive() }
                }
            }
            channel.receive() shouldBe bytes(1)
            channel.tryReceive().isFailure shouldBe true
        }

        test("every send call meets a closed channel, and one that is cancelled") {
            for (call in SEND_CALLS) withClue(call.name) {
                val closed = RingChannel(8)
                closed.close()
                shouldThrow<ClosedSendChannelException> { call.call(closed, bytes(1)) }
                val cancelled = RingChannel(8)
                cancelled.send(bytes(0))
                val sending = outcome { call.call(cancelled, bytes(1)) }
                cancelled.cancel()
                sending.await().exceptionOrNull().shouldBeInstanceOf<CancellationException>()
            }
        }
    })

private const val SENDERS = 8
private const val EACH = 100

/** Two go on to their end, whenever the third is cancelled, and whatever it was about then. */
private fun oneOfThree(call: SendCall, steps: Steps, unconfined: Boolean) {
    val channel = RingChannel(MessageRing.builder().capacity(24).storage(Storage.heap()).build())
    val victim = Job()
    steps.victim = victim
    val sent = IntArray(3)
    val received = IntArray(3)
    val senders =
        List(3) { sender ->
            val dispatcher = if (unconfined && sender != 1) Dispatchers.Unconfined else steps
            steps.launch(dispatcher, if (sender == 0) victim else Job()) {
                while (sent[sender] < 6) {
                    steps.point()
                    call.call(channel, bytes(sender, sent[sender]) + ByteArray(sender * 7))
                    sent[sender]++
                    steps.point()
                }
            }
        }
    steps.launch {
        senders.forEach { it.join() }
        channel.close()
    }
    var ended = false
    steps.launch {
        for (message in channel) {
            val sender = message[0].toInt()
            message.size shouldBe 2 + sender * 7
            message[1].toInt() shouldBe received[sender]++
            steps.point()
            yield()
        }
        ended = true
    }
    steps.run()
    ended shouldBe true
    sent.drop(1) shouldBe listOf(6, 6)
    received.drop(1) shouldBe listOf(6, 6)
    // a claim's commit may be followed by the call's suspension, at which it is cancelled
    (received[0] - sent[0] in 0..1) shouldBe true
}

private suspend fun storm(capacity: Int) {
    val channel = RingChannel(capacity)
    val sent = IntArray(SENDERS)
    val received = IntArray(SENDERS)
    val turns = Turns(30, 2_000)
    withContext(Dispatchers.Default) {
        val senders =
            List(SENDERS) { sender ->
                launch {
                    val random = Random(sender)
                    var done = 0
                    while (turns.goOn(done++)) {
                        coroutineScope {
                            val run = launch {
                                repeat(5) {
                                    val size = 8 + random.nextInt(capacity - 7)
                                    if (random.nextBoolean()) {
                                        channel.send(content(sender, sent[sender], size))
                                    } else {
                                        channel.send(size) {
                                            it.put(content(sender, sent[sender], size))
                                        }
                                    }
                                    sent[sender]++
                                }
                            }
                            repeat(random.nextInt(5)) { yield() }
                            run.cancelAndJoin()
                        }
                    }
                }
            }
        launch {
            senders.forEach { it.join() }
            channel.close()
        }
        for (message in channel) {
            val buffer = ByteBuffer.wrap(message)
            val sender = buffer.getInt()
            val number = buffer.getInt()
            check(number == received[sender]) {
                "of sender $sender: $number, expected ${received[sender]}"
            }
            check(message.contentEquals(content(sender, number, message.size)))
            received[sender]++
        }
    }
    received.toList() shouldBe sent.toList()
    received.sum() shouldBeGreaterThan 0
}

private fun content(sender: Int, number: Int, size: Int): ByteArray {
    val message = ByteBuffer.allocate(size).putInt(sender).putInt(number)
    while (message.hasRemaining()) message.put((31 * sender + number + message.position()).toByte())
    return message.array()
}
