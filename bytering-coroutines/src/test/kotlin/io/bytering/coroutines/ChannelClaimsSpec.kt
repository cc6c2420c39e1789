package io.bytering.coroutines

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.async
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
            val message = channel.awaitClaim(2)
            message.remaining() shouldBe 2
            message.put(1).put(2)
            yield()
            channel.tryReceive().isFailure shouldBe true
            channel.commit()
            channel.receive() shouldBe bytes(1, 2)
        }

        test("a claim waits for room, and has its own length whatever was put there") {
            val channel = RingChannel(10)
            channel.send(ByteArray(6))
            val claiming = async(start = UNDISPATCHED) { channel.awaitClaim(3) }
            claiming.isCompleted shouldBe false
            channel.receive()
            claiming.await().put(7)
            channel.commit()
            channel.receive().size shouldBe 3
        }

        test("an aborted claim sends nothing, and the next one may begin") {
            val channel = RingChannel(64)
            channel.awaitClaim(2).put(1)
            channel.abort()
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

        test("a second step without a first is refused, or does nothing") {
            val channel = RingChannel(64)
            channel.abort()
            channel.release()
            shouldThrow<IllegalStateException> { channel.commit() }.message shouldBe
                "commit without a claim"
            shouldThrow<IllegalStateException> { channel.consume() }.message shouldBe
                "consume without a peek"
            channel.send(bytes(1))
            channel.abort()
            shouldThrow<IllegalStateException> { channel.commit() }
            channel.receive() shouldBe bytes(1)
            channel.release()
            shouldThrow<IllegalStateException> { channel.consume() }
            channel.tryReceive().isFailure shouldBe true
        }

        test("between two steps, a side refuses every other call") {
            val channel = RingChannel(64)
            channel.send(bytes(1))
            channel.awaitClaim(1).put(2)
            channel.awaitPeek()
            shouldThrow<IllegalStateException> { channel.send(bytes(3)) }
            shouldThrow<IllegalStateException> { channel.awaitClaim(1) }
            shouldThrow<IllegalStateException> { channel.receive() }
            shouldThrow<IllegalStateException> { channel.awaitPeek() }
            channel.commit()
            channel.consume()
            channel.receive() shouldBe bytes(2)
        }

        test("a claim that was open at a close is still sent") {
            val channel = RingChannel(64)
            channel.awaitClaim(1).put(5)
            channel.close()
            val receiving = async(start = UNDISPATCHED) { channel.receive() }
            receiving.isCompleted shouldBe false
            channel.commit()
            receiving.await() shouldBe bytes(5)
            shouldThrow<ClosedSendChannelException> { channel.awaitClaim(1) }
            shouldThrow<ClosedReceiveChannelException> { channel.awaitPeek() }
        }

        test("both second steps may come after a cancel, and end the channel") {
            val channel = RingChannel(64)
            channel.send(bytes(1))
            val message = channel.awaitPeek()
            channel.awaitClaim(1).put(2)
            val cause = CancellationException("enough")
            channel.cancel(cause)
            message.get() shouldBe 1
            channel.consume()
            channel.commit()
            channel.isClosedForReceive shouldBe true
            shouldThrow<CancellationException> { channel.receive() }.message shouldBe "enough"
            shouldThrow<CancellationException> { channel.awaitClaim(1) }.message shouldBe "enough"
        }

        test("a cancelled coroutine that aborts in finally leaves the channel usable") {
            val channel = RingChannel(64)
            val job =
                launch(start = UNDISPATCHED) {
                    channel.awaitClaim(1).put(9)
                    try {
                        yield()
                        channel.commit()
                    } finally {
                        channel.abort()
                    }
                }
            job.cancel()
            job.join()
            channel.send(bytes(1))
            channel.receive() shouldBe bytes(1)
            channel.tryReceive().isFailure shouldBe true
        }
    })
