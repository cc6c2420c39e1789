package io.bytering.coroutines

import io.bytering.message.MessageRing
import io.bytering.storage.Storage
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.IOException
import java.nio.ByteOrder
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

class RingChannelSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("messages arrive whole, in order, empty ones too") {
            val channel = RingChannel(64)
            channel.send(bytes(1, 2, 3))
            channel.send(bytes())
            channel.send(bytes(4))
            channel.receive() shouldBe bytes(1, 2, 3)
            channel.receive() shouldBe bytes()
            channel.receive() shouldBe bytes(4)
            channel.tryReceive().isFailure shouldBe true
        }

        test("the bound is in bytes: a message takes a multiple of eight, and eight at least") {
            val channel = RingChannel(20)
            channel.capacity shouldBe 20
            channel.maxMessageSize shouldBe 20
            channel.trySend(ByteArray(20)).isSuccess shouldBe true
            channel.trySend(bytes()).isFailure shouldBe true
            channel.receive().size shouldBe 20
            repeat(3) { channel.trySend(bytes(it)).isSuccess shouldBe true }
            channel.trySend(bytes()).isFailure shouldBe true
        }

        test("a message longer than the ring is refused at once, with both sizes") {
            val channel = RingChannel(20)
            val errors =
                listOf<suspend () -> Unit>(
                        { channel.send(ByteArray(21)) },
                        { channel.trySend(ByteArray(21)) },
                        { channel.send(21) {} },
                    )
                    .map { shouldThrow<IllegalArgumentException> { it() } }
            errors.forEach {
                it.message shouldBe "size of a message must be in 0..20 on this channel: 21"
            }
            shouldThrow<IllegalArgumentException> { channel.send(-1) {} }.message shouldContain
                ": -1"
            channel.trySend(ByteArray(20)).isSuccess shouldBe true
        }

        test("a full channel suspends its sender until there is room, an empty one its receiver") {
            val channel = RingChannel(10)
            val receiving = async(start = UNDISPATCHED) { channel.receive() }
            receiving.isCompleted shouldBe false
            channel.send(ByteArray(10))
            receiving.await().size shouldBe 10
            channel.send(ByteArray(2))
            val sending = launch(start = UNDISPATCHED) { channel.send(ByteArray(9)) }
            sending.isCompleted shouldBe false
            channel.receive().size shouldBe 2
            sending.join()
            channel.receive().size shouldBe 9
        }

        test("messages are written and read in place") {
            val channel = RingChannel(64)
            channel.send(12) { it.putInt(7).putLong(8) }
            channel.send(0) { it.remaining() shouldBe 0 }
            channel.send(3) { it.order(ByteOrder.LITTLE_ENDIAN).putShort(1).put(9) }
            channel.receive { it.getInt() to it.getLong() } shouldBe (7 to 8L)
            channel.receive { it.remaining() } shouldBe 0
            channel.receive { it.order(ByteOrder.LITTLE_ENDIAN).getShort() } shouldBe 1.toShort()
            channel.send(2) { it.putShort(1) }
            channel.receive { it.getShort() } shouldBe 1.toShort()
        }

        test("in place, only so many bytes are offered as the message has") {
            val channel = RingChannel(64)
            channel.send(5) { it.remaining() shouldBe 5 }
            channel.send(6) { it.remaining() shouldBe 6 }
            channel.receive { it.remaining() } shouldBe 5
            channel.receive { it.remaining() } shouldBe 6
        }

        test("when a block that writes in place throws, nothing is sent") {
            val channel = RingChannel(10)
            shouldThrow<ArithmeticException> {
                channel.send(10) { throw ArithmeticException() }
            }
            channel.tryReceive().isFailure shouldBe true
            channel.send(10) { it.put(ByteArray(10)) }
            channel.receive().size shouldBe 10
        }

        test("when a block that reads in place throws, the message stays") {
            val channel = RingChannel(10)
            channel.send(bytes(1, 2))
            shouldThrow<ArithmeticException> {
                channel.receive { throw ArithmeticException() }
            }
            channel.receive() shouldBe bytes(1, 2)
            channel.send(ByteArray(10))
            channel.receive().size shouldBe 10
        }

        test("what waits in place is woken as well") {
            val channel = RingChannel(10)
            val receiving = async(start = UNDISPATCHED) { channel.receive { it.getShort() } }
            channel.send(2) { it.putShort(5) }
            receiving.await() shouldBe 5.toShort()
            channel.send(ByteArray(10))
            val sending = launch(start = UNDISPATCHED) { channel.send(1) { it.put(1) } }
            channel.receive { it.remaining() } shouldBe 10
            sending.join()
            channel.receive() shouldBe bytes(1)
        }

        test("a for loop gets every message and ends with the channel") {
            val channel = RingChannel(16)
            val sum = async {
                var sum = 0
                for (message in channel) sum += message[0]
                sum
            }
            for (i in 1..100) channel.send(bytes(i))
            channel.close()
            sum.await() shouldBe 5050
        }

        test("an iterator asked twice skips nothing, and one not asked refuses") {
            val channel = RingChannel(64)
            channel.send(bytes(1))
            channel.send(bytes(2))
            val iterator = channel.iterator()
            shouldThrow<IllegalStateException> { iterator.next() }
            iterator.hasNext() shouldBe true
            iterator.hasNext() shouldBe true
            iterator.next() shouldBe bytes(1)
            shouldThrow<IllegalStateException> { iterator.next() }
            iterator.hasNext() shouldBe true
            iterator.next() shouldBe bytes(2)
        }

        test("random lengths from 0 to 126 pass through small rings and come out as they were") {
            for (capacity in listOf(130, 131, 137, 191, 256)) {
                val channel = RingChannel(capacity)
                coroutineScope {
                    launch(Dispatchers.Default) {
                        val random = Random(capacity)
                        repeat(5000) { channel.send(randomMessage(random)) }
                        channel.close()
                    }
                    val random = Random(capacity)
                    var count = 0
                    channel.consumeEach {
                        check(it.contentEquals(randomMessage(random)))
                        count++
                    }
                    count shouldBe 5000
                }
            }
        }

        test("two receivers at once are an error") {
            val channel = RingChannel(10)
            channel.send(bytes(1))
            channel.receive {
                shouldThrow<IllegalStateException> { channel.tryReceive() }.message shouldContain
                    "receive"
            }
            val receiving = launch(start = UNDISPATCHED) { channel.receive() }
            shouldThrow<IllegalStateException> { channel.receive() }
            channel.send(bytes(2))
            receiving.join()
        }

        test("a ring of one's own becomes a channel, if it is fit for one") {
            val ring = MessageRing.builder().capacity(12).storage(Storage.heap()).build()
            val channel = RingChannel(ring)
            channel.send(bytes(1, 2, 3, 4, 5, 6, 7, 8))
            channel.receive().size shouldBe 8

            fun refusal(ring: MessageRing) =
                shouldThrow<IllegalArgumentException> { RingChannel(ring) }.message
            refusal(MessageRing.ofCapacity(9).also { it.close() }) shouldContain "ring closed"
            refusal(MessageRing.ofCapacity(9).also { it.reader().close() })
                .shouldContain("reader closed")
            refusal(MessageRing.ofCapacity(9).also { it.newWriter().tryWrite(ByteArray(2)) })
                .shouldContain("1 messages")
            shouldThrow<IllegalArgumentException> { RingChannel(0) }.message shouldContain "0"
            RingChannel(1).trySend(bytes()).isSuccess shouldBe true
        }

        test("threads send to the same receiver by writers of the channel's ring") {
            val ring = MessageRing.ofCapacity(64)
            val channel = RingChannel(ring)
            val thread = thread { ring.newWriter().use { it.tryWrite(bytes(1)) } }
            channel.receive() shouldBe bytes(1)
            thread.join()
        }

        test("the channel ends with its ring, for its receiver and its senders") {
            val cause = IOException()
            val ring = MessageRing.ofCapacity(16)
            val channel = RingChannel(ring)
            var told: Throwable? = null
            channel.invokeOnClose { told = it }
            channel.send(ByteArray(16))
            val sending = async(start = UNDISPATCHED) { runCatching { channel.send(bytes(2)) } }
            ring.close(cause)
            channel.isClosedForSend shouldBe true
            sending.await().exceptionOrNull() shouldBe cause
            told shouldBe cause
            channel.trySend(bytes(1)).exceptionOrNull() shouldBe cause
            channel.receive().size shouldBe 16
            channel.receiveCatching().exceptionOrNull() shouldBe cause
            channel.isClosedForReceive shouldBe true

            val other = MessageRing.ofCapacity(16)
            val receiver = RingChannel(other)
            val receiving = async(start = UNDISPATCHED) { receiver.receiveCatching() }
            other.close()
            receiving.await().isClosed shouldBe true
            receiver.isClosedForSend shouldBe true
        }

        test("a channel says what it is") {
            val channel = RingChannel(10)
            channel.toString() shouldBe "RingChannel[capacity=10, open]"
            channel.close()
            channel.toString() shouldBe "RingChannel[capacity=10, closed]"
            channel.cancel()
            channel.toString() shouldBe "RingChannel[capacity=10, cancelled]"
        }
    })

internal fun bytes(vararg values: Int): ByteArray = ByteArray(values.size) { values[it].toByte() }

private fun randomMessage(random: Random) = random.nextBytes(random.nextInt(127))
