@file:JvmName("RingChannelLoops")
@file:JvmSynthetic

package io.bytering.coroutines

import kotlin.coroutines.cancellation.CancellationException
import kotlin.jvm.JvmName
import kotlin.jvm.JvmSynthetic
import kotlinx.coroutines.channels.ChannelResult
import kotlinx.coroutines.channels.ClosedReceiveChannelException
import kotlinx.coroutines.channels.ClosedSendChannelException

/**
 * A channel of byte messages over one ring, from any number of senders to one receiver. It is
 * bounded in bytes, not in messages. Each message is contiguous and arrives whole. Empty messages
 * are messages.
 *
 * It ends as kotlinx's `Channel` does, under the same names:
 * - [close]: no more is sent. A send that is suspended at that time still goes through; every
 *   message sent is received; then the receiver sees the end.
 * - [cancel]: the same, and at once: what was sent and not received is dropped, and a call that is
 *   suspended, of either side, throws the cause.
 * - The cause of the first of them, if it had one, is what all later calls throw: that very object.
 *
 * **Many senders.** Any number of coroutines and threads may send at the same time. The receiver
 * gets the messages in the order in which they found room, so those of one sender in the order in
 * which it sent them. Senders that are suspended for want of room are resumed first come first
 * served; a [send] or [trySend] that comes later leaves them the room that they wait for.
 *
 * **One receiver.** One coroutine receives at a time: two calls at the same time are an
 * [IllegalStateException] in one of them. [close], [cancel], [invokeOnClose] and the questions may
 * come from anywhere.
 *
 * **Cancellation.** A cancelled [send] has sent the whole message or none of it, and does not block
 * any other sender. A cancelled [receive] has taken none. Only calls that suspend check whether
 * their coroutine was cancelled: a loop that never has to wait should `yield()` from time to time.
 *
 * **select.** A clause of your own for `select` can't be made, so there is a wait without data,
 * [awaitMessage], which loses nothing when another clause wins, and [tryReceive] after it. (In a
 * loop, keep the wait for the next round instead of cancelling it.)
 *
 * ```
 * suspend fun messageOr(channel: RingChannel, other: Deferred<ByteArray>): ByteArray? =
 *     coroutineScope {
 *         val ready = async { channel.awaitMessage() }
 *         val message =
 *             select<ByteArray?> {
 *                 ready.onAwait { if (it) channel.tryReceive().getOrThrow() else null }
 *                 other.onAwait { it }
 *             }
 *         ready.cancel()
 *         message
 *     }
 * ```
 *
 * Made by the function of the same name, and by nothing else: the interface is sealed, so no class
 * of yours implements it or delegates to it. Functions may be added.
 */
public sealed interface RingChannel {
    /**
     * The room of the ring, in bytes. A message takes its length rounded up to 8 bytes (to 64 in a
     * ring of more than 16 MiB), and 8 bytes at least.
     */
    public val capacity: Int

    /** The longest message, in bytes: the [capacity]. */
    public val maxMessageSize: Int

    /** True from the first [close] or [cancel] on. Any thread. */
    public val isClosedForSend: Boolean

    /**
     * True once nothing will ever be received again: after a [cancel], or after a [close] when the
     * last message was received. Any thread.
     */
    public val isClosedForReceive: Boolean

    /**
     * Sends a copy of the message, and suspends while there is no room for it.
     *
     * @throws IllegalArgumentException if the message is longer than [maxMessageSize], at once
     * @throws ClosedSendChannelException if the channel was closed without a cause; with one, it is
     *   thrown itself
     */
    public suspend fun send(message: ByteArray)

    /**
     * Sends a copy of the message if there is room for it now, beside what suspended senders wait
     * for: success, failure, or closed with what [send] would throw.
     *
     * @throws IllegalArgumentException if the message is longer than [maxMessageSize]
     */
    public fun trySend(message: ByteArray): ChannelResult<Unit>

    /**
     * Takes the next message, and suspends while there is none.
     *
     * @throws ClosedReceiveChannelException if the channel was closed without a cause and
     *   everything was received; with a cause, it is thrown itself
     * @throws IllegalStateException if another coroutine is receiving
     */
    public suspend fun receive(): ByteArray

    /** As [receive], but the end is a closed result, with the cause if there was one. */
    public suspend fun receiveCatching(): ChannelResult<ByteArray>

    /**
     * Takes a message if there is one now: success, failure, or closed with the cause if there was
     * one. It does not wait for a sender that is just writing the message which comes next, or that
     * was suspended and has yet to run: until then there is none, even if others have sent theirs,
     * and the channel is empty rather than closed.
     *
     * @throws IllegalStateException if another coroutine is receiving, and not merely suspended
     */
    public fun tryReceive(): ChannelResult<ByteArray>

    /**
     * Suspends until a message can be received, without taking it: for `select`.
     *
     * @return true: [tryReceive] will succeed, unless the channel is cancelled first; false: the
     *   channel was closed without a cause, and everything was received
     * @throws Throwable the cause, if there was one, when everything was received
     * @throws IllegalStateException if another coroutine waits for a message
     */
    public suspend fun awaitMessage(): Boolean

    /**
     * For `for (message in channel)`. The loop ends when the channel was closed without a cause,
     * and throws the cause if there was one.
     */
    public operator fun iterator(): RingChannelIterator

    /**
     * No more is sent; what was sent is still received. Never waits. Any thread.
     *
     * @param cause what the calls throw from then on, the receiver's once it has received
     *   everything; null for the normal end
     * @return true if this was the first end
     */
    public fun close(cause: Throwable? = null): Boolean

    /**
     * No more is sent, and what was not received is dropped. Never waits; a call under way in
     * another thread ends as before or after it. Any thread.
     *
     * @param cause what the calls throw from then on, if this is the first end; null for a
     *   [CancellationException] with a message
     */
    public fun cancel(cause: CancellationException? = null)

    /**
     * Calls the handler once, on the thread that ends the channel first, when its end has taken
     * effect: nothing is sent any more, and suspended calls are resumed. At once if the channel has
     * ended already. There is at most one handler. What the handler throws reaches the caller of
     * [close] or [cancel], and undoes nothing.
     *
     * @param handler gets the cause, null after a normal [close]
     * @throws IllegalStateException if there was a handler before
     */
    public fun invokeOnClose(handler: (cause: Throwable?) -> Unit)
}

/** Iterates over the messages of a [RingChannel]. For its one receiver. */
public interface RingChannelIterator {
    /**
     * Takes the next message, unless the one taken before was not fetched by [next] yet. Suspends
     * while there is none.
     *
     * @return false if the channel was closed without a cause and everything was received
     * @throws Throwable the cause, if there was one
     */
    public suspend operator fun hasNext(): Boolean

    /**
     * The message that [hasNext] took.
     *
     * @throws IllegalStateException if [hasNext] was not called since the last [next], or came to
     *   no answer: it was cancelled, for example
     * @throws ClosedReceiveChannelException if [hasNext] answered false
     * @throws Throwable the cause of the end, if [hasNext] threw it
     */
    public operator fun next(): ByteArray
}

/**
 * Receives every message until the end. If the action fails, or leaves the loop, the channel is
 * cancelled, with the failure as the cause of the cancellation.
 *
 * @throws Throwable the cause with which the channel was closed, or what the action throws
 */
public suspend inline fun RingChannel.consumeEach(action: (message: ByteArray) -> Unit) {
    var failure: Throwable? = null
    try {
        for (message in this) action(message)
    } catch (e: Throwable) {
        failure = e
        throw e
    } finally {
        cancelConsumed(failure)
    }
}

/** What the handler of the channel throws must not hide [failure]. */
@PublishedApi
internal fun RingChannel.cancelConsumed(failure: Throwable?) {
    if (failure == null) return cancel()
    try {
        cancel(
            failure as? CancellationException
                ?: CancellationException("the consumer of the channel failed", failure)
        )
    } catch (e: Throwable) {
        if (e !== failure) failure.addSuppressed(e)
    }
}
