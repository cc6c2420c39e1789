package io.bytering.coroutines

import io.bytering.message.MessageRing
import java.util.concurrent.atomic.AtomicReference
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.channels.ClosedReceiveChannelException
import kotlinx.coroutines.channels.ClosedSendChannelException

/** How a channel ended: the first cause wins; a close may be followed by a cancel. */
internal class Endings {
    private class Ending(val cause: Throwable?, val isCancel: Boolean)

    private val ending = AtomicReference<Ending?>()
    /** Null, then the handler, then [CALLED]; or null, then [ENDED], then [CALLED]. */
    private val handler = AtomicReference<Any?>()

    val isClosed: Boolean
        get() = ending.get() != null

    val isCancelled: Boolean
        get() = ending.get()?.isCancel == true

    val cause: Throwable?
        get() = ending.get()?.cause

    fun sendException(): Throwable = cause ?: ClosedSendChannelException("the channel was closed")

    fun receiveException(): Throwable =
        cause ?: ClosedReceiveChannelException("the channel was closed")

    /** True if it is the first end. */
    fun close(cause: Throwable?): Boolean =
        ending.compareAndSet(null, Ending(cause, isCancel = false))

    /** True if it is the first end. */
    fun cancel(cause: CancellationException?): Boolean {
        while (true) {
            val before = ending.get()
            if (before?.isCancel == true) return false
            val after =
                if (before == null) cause ?: CancellationException("the channel was cancelled")
                else before.cause
            if (ending.compareAndSet(before, Ending(after, isCancel = true))) return before == null
        }
    }

    /** The ring was ended by somebody who knows it, and the channel ends with it. */
    fun follow(ring: MessageRing) {
        val reader = ring.reader()
        if (close(reader.failure() ?: reader.closeCause())) callHandler()
    }

    fun invokeOnClose(handler: (cause: Throwable?) -> Unit) {
        if (this.handler.compareAndSet(null, handler)) return
        check(this.handler.compareAndSet(ENDED, CALLED)) {
            "invokeOnClose was called before, and a channel has one handler"
        }
        handler(cause)
    }

    /** By the first end, once it has taken effect. */
    fun callHandler() {
        if (handler.compareAndSet(null, ENDED)) return
        @Suppress("UNCHECKED_CAST") (handler.getAndSet(CALLED) as (Throwable?) -> Unit)(cause)
    }

    private companion object {
        val ENDED = Any()
        val CALLED = Any()
    }
}
