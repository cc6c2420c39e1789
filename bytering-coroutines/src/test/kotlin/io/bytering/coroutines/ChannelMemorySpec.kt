package io.bytering.coroutines

import io.bytering.message.MessageRing
import io.bytering.storage.Memory
import io.bytering.storage.Storage
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.nio.ByteBuffer
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.async
import kotlinx.coroutines.launch

/** The memory is freed once, when both sides have ended, and never under a call's feet. */
class ChannelMemorySpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("after close, by the receiver of the last message") {
            val memory = CountedMemory()
            val channel = memory.channel()
            channel.send(bytes(1))
            channel.send(bytes(2))
            channel.close()
            channel.receive()
            memory.freed shouldBe 0
            channel.receive()
            memory.freed shouldBe 1
            channel.cancel()
            memory.freed shouldBe 1
        }

        test("after close of an empty channel, by the receiver who looks") {
            val memory = CountedMemory()
            val channel = memory.channel()
            channel.close()
            channel.tryReceive().isClosed shouldBe true
            memory.freed shouldBe 1
        }

        test("by a close that resumes a suspended receiver") {
            val memory = CountedMemory()
            val channel = memory.channel()
            val receiving = async(start = UNDISPATCHED) { channel.receiveCatching() }
            channel.close()
            receiving.await()
            memory.freed shouldBe 1
        }

        test("by cancel at once") {
            val memory = CountedMemory()
            val channel = memory.channel()
            channel.send(bytes(1))
            channel.cancel()
            memory.freed shouldBe 1
        }

        test("by cancel at once while a send is suspended") {
            val memory = CountedMemory()
            val channel = memory.channel()
            channel.send(ByteArray(10))
            val sending = async(start = UNDISPATCHED) { runCatching { channel.send(bytes(1)) } }
            channel.cancel()
            memory.freed shouldBe 1
            sending.await().isFailure shouldBe true
        }

        test("by the send that is under way at a cancel, when it is done") {
            val memory = CountedMemory()
            val channel = memory.channel()
            channel.send(1) {
                channel.cancel()
                memory.freed shouldBe 0
                it.put(1)
            }
            memory.freed shouldBe 1
            shouldThrow<CancellationException> { channel.send(1) {} }
        }

        test("by the receive that is under way at a cancel, when it is done, or fails") {
            for (failure in listOf(null, ArithmeticException())) {
                val memory = CountedMemory()
                val channel = memory.channel()
                channel.send(bytes(1))
                val received = runCatching {
                    channel.receive {
                        channel.cancel()
                        memory.freed shouldBe 0
                        failure?.let { throw it }
                        it.get()
                    }
                }
                received.exceptionOrNull() shouldBe failure
                memory.freed shouldBe 1
            }
        }

        test("by the last of the two, when a suspended send survives the close") {
            val memory = CountedMemory()
            val channel = memory.channel()
            channel.send(ByteArray(10))
            val sending = launch(start = UNDISPATCHED) { channel.send(bytes(1)) }
            channel.close()
            channel.receive()
            memory.freed shouldBe 0
            channel.receive() shouldBe bytes(1)
            sending.join()
            channel.receiveCatching().isClosed shouldBe true
            memory.freed shouldBe 1
        }
    })

private class CountedMemory : Memory(ByteBuffer.allocateDirect(10)) {
    var freed = 0

    override fun close() {
        freed++
    }

    fun channel(): RingChannel {
        val storage = Storage { _, _ -> this }
        return RingChannel(MessageRing.builder().capacity(10).storage(storage).build())
    }
}
