package io.bytering.coroutines

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.util.concurrent.Executors
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

class ChannelDispatchersSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        val single = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
        afterSpec { single.close() }
        val dispatchers =
            mapOf(
                "Unconfined" to Dispatchers.Unconfined,
                "Default" to Dispatchers.Default,
                "one thread" to single,
            )

        for ((senders, onSend) in dispatchers) for ((receivers, onReceive) in dispatchers) {
            test("messages pass from $senders to $receivers") { transfer(onSend, onReceive) }
        }

        test("an unconfined receiver may end the channel from within the send that resumed it") {
            for (end in listOf<(RingChannel) -> Unit>({ it.close() }, { it.cancel() })) {
                val channel = RingChannel(10)
                val receiver =
                    launch(Dispatchers.Unconfined) {
                        channel.receive() shouldBe bytes(1)
                        end(channel)
                        channel.receiveCatching().isClosed shouldBe true
                    }
                channel.send(bytes(1))
                channel.trySend(bytes(2)).isClosed shouldBe true
                receiver.join()
                channel.isClosedForReceive shouldBe true
            }
        }

        test("an unconfined sender may end the channel from within the receive that resumed it") {
            for (end in listOf<(RingChannel) -> Unit>({ it.close() }, { it.cancel() })) {
                val channel = RingChannel(10)
                channel.send(ByteArray(10))
                val sender =
                    launch(Dispatchers.Unconfined) {
                        channel.send(bytes(1))
                        end(channel)
                    }
                channel.receive().size shouldBe 10
                sender.join()
                channel.isClosedForSend shouldBe true
                if (!channel.isClosedForReceive) channel.receive() shouldBe bytes(1)
                channel.receiveCatching().isClosed shouldBe true
            }
        }
    })

private suspend fun transfer(onSend: CoroutineDispatcher, onReceive: CoroutineDispatcher) {
    val channel = RingChannel(64)
    coroutineScope {
        launch(onReceive) {
            val random = Random(1)
            var count = 0
            for (message in channel) {
                check(message.contentEquals(random.nextBytes(random.nextInt(65))))
                count++
            }
            count shouldBe MESSAGES
        }
        launch(onSend) {
            val random = Random(1)
            repeat(MESSAGES) { channel.send(random.nextBytes(random.nextInt(65))) }
            channel.close()
        }
    }
    channel.isClosedForReceive shouldBe true
}

private const val MESSAGES = 3000
