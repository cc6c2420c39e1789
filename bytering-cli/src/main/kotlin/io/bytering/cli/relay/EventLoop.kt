package io.bytering.cli.relay

import java.io.IOException
import java.nio.channels.SelectableChannel
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.concurrent.thread
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.delay
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * A thread that runs coroutines, and in between waits for sockets. The two halves of a ring between
 * two sockets take turns on it, so that the bytes stay in that processor's cache.
 *
 * @param failed takes what ends the thread, for example that there is no memory left: what waits on
 *   this loop is never resumed
 */
class EventLoop(name: String, private val failed: (Throwable) -> Unit = { throw it }) :
    CoroutineDispatcher(), AutoCloseable {
    private val selector = Selector.open()
    private val tasks = ConcurrentLinkedQueue<Runnable>()
    private val batch = ArrayList<Runnable>()
    private val asleep = AtomicBoolean()
    @Volatile private var closed = false
    private val thread = thread(name = name, isDaemon = true) { run() }

    override fun dispatch(context: CoroutineContext, block: Runnable) {
        tasks.add(block)
        // Pairs with sleep, which looks for tasks once more after it has set this.
        if (asleep.get() && asleep.compareAndSet(true, false)) selector.wakeup()
    }

    /**
     * Suspends until a channel, in non-blocking mode, is ready. One coroutine at a time waits for
     * each operation of a channel; only on this loop.
     *
     * @param operation one of [SelectionKey]'s
     */
    suspend fun await(channel: SelectableChannel, operation: Int) {
        check(Thread.currentThread() === thread) {
            "only for the thread of this loop, $thread, and called by ${Thread.currentThread()}"
        }
        suspendCancellableCoroutine { continuation ->
            val key = channel.keyFor(selector) ?: channel.register(selector, 0, Waiting())
            (key.attachment() as Waiting).put(operation, continuation)
            key.interestOpsOr(operation)
        }
    }

    /**
     * Suspends until a client has come. If it can't be accepted now, most likely for too many open
     * files, it waits until others have gone: this tries again. Only on this loop.
     *
     * @param listener in non-blocking mode
     * @param refused takes the first failure, if there is one
     */
    suspend fun accept(
        listener: ServerSocketChannel,
        refused: (IOException) -> Unit,
    ): SocketChannel {
        var told = false
        while (true) {
            await(listener, SelectionKey.OP_ACCEPT)
            try {
                listener.accept()?.let {
                    return it
                }
            } catch (e: IOException) {
                if (!told) refused(e)
                told = true
                delay(ACCEPT_AGAIN_MILLIS)
            }
        }
    }

    /** Ends the thread. Coroutines that still wait are never resumed. */
    override fun close() {
        closed = true
        selector.wakeup()
        if (Thread.currentThread() !== thread) thread.join()
    }

    private fun run() {
        selector.use {
            try {
                while (!closed) {
                    runTasks()
                    if (sleep()) resumeReady()
                }
            } catch (e: Throwable) { // whatever it is, somebody has to know
                failed(e)
            }
        }
    }

    /** Those that are there now. Those that they leave behind come after a look at the sockets. */
    private fun runTasks() {
        while (batch.size < MOST_TASKS) batch += tasks.poll() ?: break
        batch.forEach { it.run() }
        batch.clear()
    }

    private fun sleep(): Boolean {
        if (tasks.isEmpty()) {
            asleep.set(true)
            if (tasks.isEmpty() && !closed) selector.select() else selector.selectNow()
            asleep.set(false)
        } else {
            selector.selectNow()
        }
        return selector.selectedKeys().isNotEmpty()
    }

    private fun resumeReady() {
        val ready = selector.selectedKeys()
        for (key in ready) {
            if (!key.isValid) continue
            val operations = key.readyOps()
            key.interestOpsAnd(operations.inv())
            (key.attachment() as Waiting).resume(operations)
        }
        ready.clear()
    }

    /**
     * Who waits for a channel. A cancelled one stays until its operation is ready, or somebody else
     * waits for that.
     */
    private class Waiting {
        private val continuations = arrayOfNulls<CancellableContinuation<Unit>>(OPERATIONS)

        fun put(operation: Int, continuation: CancellableContinuation<Unit>) {
            val index = operation.countTrailingZeroBits()
            check(continuations[index]?.isActive != true) {
                "another coroutine waits for that of this channel already"
            }
            continuations[index] = continuation
        }

        fun resume(operations: Int) {
            for (index in 0 until OPERATIONS) {
                if (operations and (1 shl index) == 0) continue
                val continuation = continuations[index]
                continuations[index] = null
                continuation?.resume(Unit)
            }
        }
    }

    private companion object {
        const val OPERATIONS = 5
        const val MOST_TASKS = 256
        const val ACCEPT_AGAIN_MILLIS = 100L
    }
}
