package io.bytering.coroutines

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.ClosedReceiveChannelException
import kotlinx.coroutines.channels.ClosedSendChannelException
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield

/** Messages of a channel in two steps, with whatever comes between them. */
class ChannelClaimsSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("a claim is sent by its commit, and not before") {
            val channel = RingChannel(64)
            val claim = channel.awaitClaim(2)
            claim.message.remaining() shouldBe 2
            claim.message.put(1).put(2)
            yield()
            channel.tryReceive().isFailure shouldBe true
            claim.commit()
            channel.receive() shouldBe bytes(1, 2)
        }

        test("a claim waits for room, and has its own length whatever was put there") {
            val channel = RingChannel(10)
            channel.send(ByteArray(10))
            val claiming = async(start = UNDISPATCHED) { channel.awaitClaim(3) }
            claiming.isCompleted shouldBe false
            channel.receive()
            val claim = claiming.await()
            claim.message.put(7)
            claim.commit()
            channel.receive().size shouldBe 3
        }

        test("an aborted claim sends nothing, and the next one may begin") {
            val channel = RingChannel(64)
            val claim = channel.awaitClaim(2)
            claim.message.put(1)
            claim.abort()
            channel.tryReceive().isFailure shouldBe true
            channel.send(bytes(3))
            channel.receive() shouldBe bytes(3)
        }

        test("a message that is shown stays until it is consumed") {
            val channel = RingChannel(64)
            channel.send(bytes(1))
            channel.send(bytes(2, 3))
            channel.awaitPeek().get() shouldBe 1
            channel.release()
            channel.awaitPeek().get() shouldBe 1
            yield()
            channel.consume()
            channel.awaitPeek().remaining() shouldBe 2
            channel.consume()
            channel.tryReceive().isFailure shouldBe true
        }

        test("a claim that has ended is refused, and its abort harms no other") {
            val channel = RingChannel(64)
            channel.release()
            shouldThrow<IllegalStateException> { channel.consume() }.message shouldBe
                "consume without a peek"
            val sent = channel.awaitClaim(1)
            sent.message.put(1)
            sent.commit()
            val next = channel.awaitClaim(1) // perhaps by the same writer
            sent.abort()
            shouldThrow<IllegalStateException> { sent.commit() }
            shouldThrow<IllegalStateException> { sent.message }
            next.message.put(2)
            next.commit()
            next.close()
            channel.receive() shouldBe bytes(1)
            channel.receive() shouldBe bytes(2)
            channel.release()
            shouldThrow<IllegalStateException> { channel.consume() }
            channel.tryReceive().isFailure shouldBe true
        }

        test("a claim may be sent in part, and a wrong length leaves it as it is") {
            val channel = RingChannel(64)
            val claim = channel.awaitClaim(64)
            claim.message.put(bytes(1, 2, 3))
            shouldThrow<IllegalArgumentException> { claim.commit(65) }.message shouldContain
                "0..64, what was claimed: 65"
            shouldThrow<IllegalArgumentException> { claim.commit(-1) }
            claim.commit(2)
            channel.trySend(ByteArray(56)).isSuccess shouldBe true // the rest was given back
            channel.receive() shouldBe bytes(1, 2)
        }

        test("several claims are open at a time, and received in their order") {
            val channel = RingChannel(64)
            channel.awaitClaim(1).use { first ->
                channel.awaitClaim(1).use { second ->
                    second.message.put(2)
                    second.commit()
                }
                channel.send(bytes(3))
                channel.send(1) { it.put(4) }
                channel.tryReceive().isFailure shouldBe true // they are behind the first one
                first.message.put(1)
                first.commit()
            }
            for (i in 1..4) channel.receive() shouldBe bytes(i)
        }

        test("between two steps, the receiving side refuses every other call") {
            val channel = RingChannel(64)
            channel.send(bytes(1))
            channel.awaitPeek()
            shouldThrow<IllegalStateException> { channel.receive() }
            shouldThrow<IllegalStateException> { channel.awaitPeek() }
            channel.send(bytes(2))
            channel.consume()
            channel.receive() shouldBe bytes(2)
        }

        test("claims that were open at a close are still sent") {
            val channel = RingChannel(64)
            val claims = List(2) { channel.awaitClaim(1) }
            channel.close()
            val receiving = async(start = UNDISPATCHED) { List(2) { channel.receive() } }
            claims[1].message.put(6)
            claims[1].commit()
            receiving.isCompleted shouldBe false
            channel.isClosedForReceive shouldBe false
            claims[0].message.put(5)
            claims[0].commit()
            receiving.await() shouldBe listOf(bytes(5), bytes(6))
            shouldThrow<ClosedSendChannelException> { channel.awaitClaim(1) }
            shouldThrow<ClosedReceiveChannelException> { channel.awaitPeek() }
        }

        test("after a close, a claim that is aborted is the end for a receiver that waits") {
            val channel = RingChannel(64)
            val claim = channel.awaitClaim(1)
            channel.close()
            val receiving = async(start = UNDISPATCHED) { channel.receiveCatching() }
            receiving.isCompleted shouldBe false
            claim.abort()
            receiving.await().isClosed shouldBe true
        }

        test("both second steps may come after a cancel, and end the channel") {
            val channel = RingChannel(64)
            channel.send(bytes(1))
            val message = channel.awaitPeek()
            val claim = channel.awaitClaim(1)
            val cause = CancellationException("enough")
            channel.cancel(cause)
            message.get() shouldBe 1
            channel.consume()
            claim.message.put(2)
            claim.commit()
            channel.isClosedForReceive shouldBe true
            shouldThrow<CancellationException> { channel.receive() }.message shouldBe "enough"
            shouldThrow<CancellationException> { channel.awaitClaim(1) }.message shouldBe "enough"
        }

        test("a coroutine that is cancelled with a claim aborts it, and the others go on") {
            val channel = RingChannel(64)
            val job =
                launch(start = UNDISPATCHED) {
                    channel.awaitClaim(1).use { claim ->
                        claim.message.put(9)
                        yield()
                        claim.commit()
                    }
                }
            channel.send(bytes(1)) // behind the claim
            val receiving = async(start = UNDISPATCHED) { channel.receive() }
            receiving.isCompleted shouldBe false
            job.cancelAndJoin()
            receiving.await() shouldBe bytes(1)
            channel.tryReceive().isFailure shouldBe true
        }

        test("a claim that everybody has forgotten is aborted in the end") {
            val channel = RingChannel(64)
            forgetClaim(channel)
            channel.send(bytes(1))
            val receiving = async(Dispatchers.Default) { channel.receive() }
            while (receiving.isActive) {
                System.gc()
                yield()
            }
            receiving.await() shouldBe bytes(1)
        }
    })

/** In a frame of its own, which is gone when it returns. */
private suspend fun forgetClaim(channel: RingChannel) {
    channel.awaitClaim(1).message.put(9)
}
