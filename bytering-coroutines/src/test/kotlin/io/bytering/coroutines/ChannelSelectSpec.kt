package io.bytering.coroutines

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.io.IOException
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select

class ChannelSelectSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("a message wins") {
            val channel = RingChannel(10)
            val other = CompletableDeferred<ByteArray>()
            val selecting = async(start = UNDISPATCHED) { messageOr(channel, other) }
            channel.send(bytes(1))
            selecting.await() shouldBe bytes(1)
            channel.send(bytes(2))
            messageOr(channel, other) shouldBe bytes(2)
        }

        test("another clause wins, and no message is lost by that") {
            val channel = RingChannel(10)
            val other = CompletableDeferred<ByteArray>()
            val selecting = async(start = UNDISPATCHED) { messageOr(channel, other) }
            other.complete(bytes(7))
            selecting.await() shouldBe bytes(7)
            channel.send(bytes(1))
            messageOr(channel, other) // either
            channel.send(bytes(2))
            generateSequence { channel.tryReceive().getOrNull()?.single()?.toInt() }.last() shouldBe
                2
        }

        test("the end of the channel wins too, with its cause if there is one") {
            val other = CompletableDeferred<ByteArray>()
            val closed = RingChannel(10)
            closed.close()
            messageOr(closed, other).shouldBeNull()
            val failed = RingChannel(10)
            failed.send(bytes(1))
            failed.close(IOException())
            messageOr(failed, other) shouldBe bytes(1)
            shouldThrow<IOException> { messageOr(failed, other) }
        }

        test("in a loop, the wait is kept for the next round") {
            val channel = RingChannel(10)
            val others = Channel<Int>()
            val seen = mutableListOf<Int>()
            coroutineScope {
                launch {
                    repeat(100) { channel.send(bytes(it)) }
                    channel.close()
                }
                launch { repeat(100) { others.send(100 + it) } }
                var ready = async { channel.awaitMessage() }
                while (seen.size < 200) {
                    select {
                        if (!channel.isClosedForReceive) {
                            ready.onAwait {
                                seen += channel.tryReceive().getOrThrow().single().toInt()
                                ready = async { channel.awaitMessage() }
                            }
                        }
                        others.onReceive { seen += it }
                    }
                }
            }
            seen.filter { it < 100 } shouldBe (0 until 100).toList()
            seen.filter { it >= 100 } shouldBe (100 until 200).toList()
        }

        test("a wait does not keep others from trying") {
            val channel = RingChannel(10)
            val waiting = async(start = UNDISPATCHED) { channel.awaitMessage() }
            channel.tryReceive().isFailure shouldBe true
            shouldThrow<IllegalStateException> { channel.awaitMessage() }
            channel.send(bytes(1))
            waiting.await() shouldBe true
            channel.tryReceive().getOrThrow() shouldBe bytes(1)
        }
    })

// As in the documentation of RingChannel, and in the samples.
private suspend fun messageOr(channel: RingChannel, other: Deferred<ByteArray>): ByteArray? =
    coroutineScope {
        val ready = async { channel.awaitMessage() }
        val message =
            select<ByteArray?> {
                ready.onAwait { if (it) channel.tryReceive().getOrThrow() else null }
                other.onAwait { it }
            }
        ready.cancel()
        message
    }
