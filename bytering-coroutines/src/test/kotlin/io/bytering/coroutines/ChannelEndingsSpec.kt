package io.bytering.coroutines

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.io.IOException
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.ClosedReceiveChannelException
import kotlinx.coroutines.channels.ClosedSendChannelException
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch

/** Every promise is tried on kotlinx's own channel as well: that it is theirs, is tested too. */
class ChannelEndingsSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        promise("after close the receiver gets what was sent, then the end") { channel ->
            channel.send(bytes(1))
            channel.send(bytes(2))
            channel.close() shouldBe true
            channel.isClosedForSend shouldBe true
            channel.isClosedForReceive shouldBe false
            channel.receive() shouldBe bytes(1)
            channel.isClosedForReceive shouldBe false
            channel.receive() shouldBe bytes(2)
            channel.isClosedForReceive shouldBe true
            shouldThrow<ClosedReceiveChannelException> { channel.receive() }
            shouldThrow<ClosedReceiveChannelException> { channel.receive() }
            channel.receiveCatching().isClosed shouldBe true
            channel.receiveCatching().exceptionOrNull().shouldBeNull()
            channel.tryReceive().isClosed shouldBe true
            channel.tryReceive().exceptionOrNull().shouldBeNull()
            channel.iterator().hasNext() shouldBe false
        }

        promise("an empty channel that is closed is over at once") { channel ->
            channel.isClosedForReceive shouldBe false
            channel.close() shouldBe true
            channel.isClosedForReceive shouldBe true
            channel.close() shouldBe false
            channel.tryReceive().isClosed shouldBe true
        }

        promise("send after close fails, without a cause and with one") { channel ->
            channel.close()
            shouldThrow<ClosedSendChannelException> { channel.send(bytes()) }
            val result = channel.trySend(bytes())
            result.isClosed shouldBe true
            result.exceptionOrNull().shouldBeInstanceOf<ClosedSendChannelException>()
        }

        promise("the first cause wins, and is thrown as it is") { channel ->
            val cause = Failure()
            channel.send(bytes(1))
            channel.close(cause) shouldBe true
            channel.close(Failure()) shouldBe false
            runCatching { channel.send(bytes()) }.exceptionOrNull() shouldBeSameInstanceAs cause
            channel.trySend(bytes()).exceptionOrNull() shouldBeSameInstanceAs cause
            channel.receive() shouldBe bytes(1)
            runCatching { channel.receive() }.exceptionOrNull() shouldBeSameInstanceAs cause
            channel.receiveCatching().exceptionOrNull() shouldBeSameInstanceAs cause
            channel.tryReceive().exceptionOrNull() shouldBeSameInstanceAs cause
            val iterator = channel.iterator()
            runCatching { iterator.hasNext() }.exceptionOrNull() shouldBeSameInstanceAs cause
            channel.cancel()
            runCatching { channel.receive() }.exceptionOrNull() shouldBeSameInstanceAs cause
        }

        promise("cancel drops what is buffered") { channel ->
            channel.send(bytes(1))
            channel.cancel()
            channel.isClosedForSend shouldBe true
            channel.isClosedForReceive shouldBe true
            shouldThrow<CancellationException> { channel.receive() }
            shouldThrow<CancellationException> { channel.send(bytes()) }
            shouldThrow<CancellationException> { channel.iterator().hasNext() }
            channel.tryReceive().exceptionOrNull().shouldBeInstanceOf<CancellationException>()
            channel.receiveCatching().exceptionOrNull().shouldBeInstanceOf<CancellationException>()
            channel.close() shouldBe false
        }

        promise("the cause of a cancel is thrown as it is") { channel ->
            val cause = Cancellation()
            channel.cancel(cause)
            channel.cancel(CancellationException("again"))
            channel.close(IOException("late")) shouldBe false
            runCatching { channel.send(bytes()) }.exceptionOrNull() shouldBeSameInstanceAs cause
            runCatching { channel.receive() }.exceptionOrNull() shouldBeSameInstanceAs cause
            channel.trySend(bytes()).exceptionOrNull() shouldBeSameInstanceAs cause
        }

        promise("cancel after close drops what is left, and the end stays the normal one") { channel
            ->
            channel.send(bytes(1))
            channel.close()
            channel.cancel(CancellationException("late"))
            channel.isClosedForReceive shouldBe true
            shouldThrow<ClosedReceiveChannelException> { channel.receive() }
            shouldThrow<ClosedSendChannelException> { channel.send(bytes()) }
            channel.iterator().hasNext() shouldBe false
        }

        promise("a suspended receiver is resumed by close") { channel ->
            val receiving = outcome { channel.receiveCatching() }
            channel.close()
            receiving.await().getOrThrow().isClosed shouldBe true
        }

        promise("a suspended receiver is resumed by close with the cause") { channel ->
            val receiving = outcome { channel.receive() }
            val cause = Failure()
            channel.close(cause)
            receiving.await().exceptionOrNull() shouldBeSameInstanceAs cause
        }

        promise("a suspended iterator is resumed by the end") { channel ->
            val iterator = channel.iterator()
            val asking = outcome { iterator.hasNext() }
            channel.close()
            asking.await().getOrThrow() shouldBe false
            shouldThrow<ClosedReceiveChannelException> { iterator.next() }
        }

        promise("a suspended receiver gets the cause of a cancel") { channel ->
            val receiving = outcome { channel.receive() }
            channel.cancel(CancellationException("enough"))
            receiving.await().exceptionOrNull()?.message shouldBe "enough"
        }

        promise("a suspended send fails with the cause of a cancel") { channel ->
            repeat(2) { channel.send(bytes(it)) }
            val sending = outcome { channel.send(bytes(3)) }
            channel.cancel(CancellationException("enough"))
            sending.await().exceptionOrNull()?.message shouldBe "enough"
            channel.isClosedForReceive shouldBe true
        }

        promise("a send that was suspended before close still goes through") { channel ->
            repeat(2) { channel.send(bytes(it)) }
            val sending = outcome { channel.send(bytes(2)) }
            channel.close()
            channel.isClosedForReceive shouldBe false
            repeat(3) { channel.receive() shouldBe bytes(it) }
            sending.await().isSuccess shouldBe true
            channel.isClosedForReceive shouldBe true
            shouldThrow<ClosedReceiveChannelException> { channel.receive() }
        }

        promise("if such a send is cancelled, the end comes without it") { channel ->
            repeat(2) { channel.send(bytes(it)) }
            val sending = launch(start = UNDISPATCHED) { channel.send(bytes(2)) }
            channel.close()
            sending.cancel()
            sending.join()
            repeat(2) { channel.receive() shouldBe bytes(it) }
            channel.receiveCatching().isClosed shouldBe true
        }

        promise("cancel after close fails such a send") { channel ->
            repeat(2) { channel.send(bytes(it)) }
            val sending = outcome { channel.send(bytes(2)) }
            channel.close()
            channel.cancel()
            sending.await().exceptionOrNull().shouldBeInstanceOf<ClosedSendChannelException>()
        }

        promise("a handler is called once, with the cause of the first end") { channel ->
            val causes = mutableListOf<Throwable?>()
            channel.invokeOnClose {
                channel.isClosedForSend shouldBe true
                causes += it
            }
            shouldThrow<IllegalStateException> { channel.invokeOnClose {} }
            val cause = IOException()
            channel.close(cause)
            channel.close()
            channel.cancel()
            causes shouldBe listOf(cause)
            shouldThrow<IllegalStateException> { channel.invokeOnClose {} }
        }

        promise("a handler that comes late is called at once") { channel ->
            channel.close()
            val causes = mutableListOf<Throwable?>()
            channel.invokeOnClose { causes += it }
            causes shouldBe listOf(null)
            shouldThrow<IllegalStateException> { channel.invokeOnClose {} }
        }

        promise("a handler is told of a cancel, and what it throws reaches the caller") { channel ->
            channel.invokeOnClose { throw IOException("by the handler", it) }
            val thrown = shouldThrow<IOException> { channel.cancel() }
            thrown.cause.shouldBeInstanceOf<CancellationException>()
            channel.isClosedForReceive shouldBe true
        }

        promise("consumeEach gets everything, and its failure cancels the channel") { channel ->
            channel.send(bytes(1))
            channel.send(bytes(2))
            val failure = Failure()
            var seen: ByteArray? = null
            runCatching {
                channel.consumeEach {
                    seen = it
                    throw failure
                }
            }
                .exceptionOrNull() shouldBeSameInstanceAs failure
            seen shouldBe bytes(1)
            channel.isClosedForReceive shouldBe true
            runCatching { channel.send(bytes()) }
                .exceptionOrNull()
                .let {
                    it.shouldBeInstanceOf<CancellationException>()
                    generateSequence<Throwable>(it) { it.cause }.last() shouldBeSameInstanceAs
                        failure
                }
        }

        promise("consumeEach throws the cause of the close") { channel ->
            val cause = Failure()
            channel.send(bytes(1))
            channel.close(cause)
            var count = 0
            runCatching { channel.consumeEach { count++ } }.exceptionOrNull() shouldBeSameInstanceAs
                cause
            count shouldBe 1
        }

        // ------------------------------------------------------------ iterators

        promise("an iterator that threw the cause throws it once more, then wants to be asked") {
            channel ->
            val cause = Failure()
            channel.close(cause)
            val iterator = channel.iterator()
            runCatching { iterator.hasNext() }.exceptionOrNull() shouldBeSameInstanceAs cause
            runCatching { iterator.next() }.exceptionOrNull() shouldBeSameInstanceAs cause
            shouldThrow<IllegalStateException> { iterator.next() }
            runCatching { iterator.hasNext() }.exceptionOrNull() shouldBeSameInstanceAs cause
        }

        promise("a suspended iterator that threw the cause throws it once more") { channel ->
            val cause = Failure()
            val iterator = channel.iterator()
            val asking = outcome { iterator.hasNext() }
            channel.close(cause)
            asking.await().exceptionOrNull() shouldBeSameInstanceAs cause
            runCatching { iterator.next() }.exceptionOrNull() shouldBeSameInstanceAs cause
            shouldThrow<IllegalStateException> { iterator.next() }
        }

        promise("an iterator that saw the end tells it once, then wants to be asked again") {
            channel ->
            channel.close()
            val iterator = channel.iterator()
            iterator.hasNext() shouldBe false
            shouldThrow<ClosedReceiveChannelException> { iterator.next() }
            shouldThrow<IllegalStateException> { iterator.next() }
            iterator.hasNext() shouldBe false
        }

        promise("an iterator whose question was cancelled knows nothing, and loses nothing") {
            channel ->
            val iterator = channel.iterator()
            val asking = launch(start = UNDISPATCHED) { iterator.hasNext() }
            asking.cancelAndJoin()
            shouldThrow<IllegalStateException> { iterator.next() }
            channel.send(bytes(1))
            iterator.hasNext() shouldBe true
            iterator.next() shouldBe bytes(1)
        }

        promise("a message that an iterator has taken outlives a cancel") { channel ->
            channel.send(bytes(1))
            val iterator = channel.iterator()
            iterator.hasNext() shouldBe true
            channel.cancel()
            iterator.next() shouldBe bytes(1)
            shouldThrow<CancellationException> { iterator.hasNext() }
        }

        // ------------------------------------------------------------ handlers that throw

        promise("a handler that throws at a close: the close has taken effect all the same") {
            channel ->
            val sent = IOException("by the handler")
            val cause = Failure()
            val receiving = outcome { channel.receive() }
            channel.invokeOnClose { throw sent }
            runCatching { channel.close(cause) }.exceptionOrNull() shouldBeSameInstanceAs sent
            receiving.await().exceptionOrNull() shouldBeSameInstanceAs cause
            channel.isClosedForSend shouldBe true
            channel.isClosedForReceive shouldBe true
            channel.close() shouldBe false
            channel.cancel()
            runCatching { channel.send(bytes()) }.exceptionOrNull() shouldBeSameInstanceAs cause
        }

        promise("a handler that throws at a cancel: the cancel has taken effect all the same") {
            channel ->
            val sent = IOException("by the handler")
            val cause = Cancellation()
            repeat(2) { channel.send(bytes(it)) }
            val sending = outcome { channel.send(bytes(2)) }
            channel.invokeOnClose { throw sent }
            runCatching { channel.cancel(cause) }.exceptionOrNull() shouldBeSameInstanceAs sent
            sending.await().exceptionOrNull() shouldBeSameInstanceAs cause
            channel.isClosedForReceive shouldBe true
            channel.cancel()
            channel.close() shouldBe false
        }

        promise("a handler that comes late and throws is told once") { channel ->
            channel.close()
            shouldThrow<IOException> { channel.invokeOnClose { throw IOException() } }
            shouldThrow<IllegalStateException> { channel.invokeOnClose {} }
        }

        // ------------------------------------------------------------ flows

        promise("receiveAsFlow ends with the channel, and may be collected by turns") { channel ->
            channel.send(bytes(1))
            channel.send(bytes(2))
            channel.receiveAsFlow().first() shouldBe bytes(1)
            channel.isClosedForSend shouldBe false
            channel.send(bytes(3))
            channel.close()
            channel.receiveAsFlow().map { it[0].toInt() }.toList() shouldBe listOf(2, 3)
            channel.receiveAsFlow().toList() shouldBe emptyList()
        }

        promise("receiveAsFlow fails with the cause, and its collector leaves the channel open") {
            channel ->
            channel.send(bytes(1))
            val failure = Failure()
            runCatching { channel.receiveAsFlow().collect { throw failure } }
                .exceptionOrNull() shouldBeSameInstanceAs failure
            channel.send(bytes(2))
            val cause = Failure()
            channel.close(cause)
            var seen = 0
            runCatching { channel.receiveAsFlow().collect { seen++ } }
                .exceptionOrNull() shouldBeSameInstanceAs cause
            seen shouldBe 1
        }

        promise("consumeAsFlow is collected once, and cancels the channel with its failure") {
            channel ->
            channel.send(bytes(1))
            channel.send(bytes(2))
            val failure = Failure()
            val flow = channel.consumeAsFlow()
            runCatching { flow.collect { throw failure } }.exceptionOrNull() shouldBeSameInstanceAs
                failure
            channel.isClosedForReceive shouldBe true
            runCatching { channel.send(bytes()) }
                .exceptionOrNull()
                .let { sent ->
                    sent.shouldBeInstanceOf<CancellationException>()
                    generateSequence<Throwable>(sent) { it.cause }.last() shouldBeSameInstanceAs
                        failure
                }
            shouldThrow<IllegalStateException> { flow.collect {} }
        }

        promise("consumeAsFlow cancels the channel when its collector has enough") { channel ->
            channel.send(bytes(1))
            channel.send(bytes(2))
            channel.consumeAsFlow().first() shouldBe bytes(1)
            channel.isClosedForReceive shouldBe true
        }

        promise("a flow whose collector is cancelled while it waits loses nothing") { channel ->
            val collecting = launch(start = UNDISPATCHED) { channel.receiveAsFlow().collect {} }
            collecting.cancelAndJoin()
            channel.send(bytes(1))
            channel.receive() shouldBe bytes(1)
        }
    })
