package io.bytering.coroutines

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.nio.ByteBuffer
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.DEFAULT
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class ChannelCancellationSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("a cancelled receive has taken nothing, and the next one gets the message") {
            val channel = RingChannel(10)
            repeat(3) {
                val receiving = launch(start = UNDISPATCHED) { channel.receive() }
                receiving.cancelAndJoin()
            }
            val receiving = async(start = UNDISPATCHED) { channel.receive() }
            channel.send(bytes(1))
            receiving.await() shouldBe bytes(1)
        }

        test("a receive that is cancelled when its message is there already has not taken it") {
            val channel = RingChannel(10)
            val receiving = launch(start = UNDISPATCHED) { channel.receive() }
            channel.send(bytes(1)) // resumes it; it has yet to run
            receiving.cancelAndJoin()
            channel.tryReceive().getOrNull() shouldBe bytes(1)
        }

        test("a cancelled send has sent nothing, not even when there is room already") {
            val channel = RingChannel(10)
            channel.send(ByteArray(10))
            val first = launch(start = UNDISPATCHED) { channel.send(bytes(1)) }
            first.cancelAndJoin()
            val second = launch(start = UNDISPATCHED) { channel.send(bytes(2)) }
            channel.receive().size shouldBe 10 // resumes it; it has yet to run
            second.cancelAndJoin()
            channel.tryReceive().isFailure shouldBe true
            channel.send(bytes(3))
            channel.receive() shouldBe bytes(3)
        }

        test("cancellations on each side, again and again, lose no message and repeat none") {
            val channel = RingChannel(20)
            var count = 0
            withContext(Dispatchers.Default) {
                launch {
                    val random = Random(1)
                    var next = 0
                    interrupted(random) {
                        channel.send(numbered(next, random.nextInt(13)))
                        next++
                    }
                    count = next
                    channel.close()
                }
                val random = Random(2)
                var expected = 0
                interrupted(random) {
                    val message = channel.receiveCatching().getOrNull()
                    if (message != null) number(message) shouldBe expected++
                }
                for (message in channel) number(message) shouldBe expected++
                expected shouldBe count
            }
        }
    })

/**
 * Runs the step again and again, until it was hit at least, and cancels each run somewhere in it.
 */
private suspend fun interrupted(random: Random, step: suspend () -> Unit) {
    var hits = 0
    val turns = Turns(200, 10_000)
    var done = 0
    while (turns.goOn(done) || hits == 0) {
        done++
        coroutineScope {
            var isDone = false
            val run =
                launch(start = if (random.nextBoolean()) UNDISPATCHED else DEFAULT) {
                    step()
                    isDone = true
                }
            repeat(random.nextInt(300)) { Thread.onSpinWait() }
            run.cancelAndJoin()
            if (!isDone) hits++
        }
    }
}

private fun numbered(number: Int, padding: Int): ByteArray =
    ByteBuffer.allocate(Int.SIZE_BYTES + padding).putInt(number).array()

private fun number(message: ByteArray): Int = ByteBuffer.wrap(message).getInt()
