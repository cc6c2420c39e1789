package io.bytering.okio

import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit.MINUTES
import java.util.concurrent.TimeoutException
import kotlin.concurrent.thread

/** What a thread of its own does meanwhile. */
internal class Elsewhere<T>(body: () -> T) {
    private val result = CompletableFuture<T>()
    val thread =
        thread(isDaemon = true) {
            try {
                result.complete(body())
            } catch (e: Throwable) {
                result.completeExceptionally(e)
            }
        }

    /** For the other end, or whatever it does; or it has waited. */
    val isWaiting
        get() =
            when (thread.state) {
                Thread.State.WAITING,
                Thread.State.TIMED_WAITING,
                Thread.State.TERMINATED -> true
                else -> false
            }

    /** Until it waits: for the other end, or whatever it does. */
    fun awaitWaiting() {
        while (!isWaiting) Thread.onSpinWait()
        check(!result.isDone) { "it did not wait: $result" }
    }

    /** What it returned or threw, at last. */
    fun get(): T =
        try {
            result.get(4, MINUTES)
        } catch (e: TimeoutException) {
            throw AssertionError(thread.stackTrace.joinToString("\n", "it hangs:\n"), e)
        } catch (e: ExecutionException) {
            throw e.cause!!
        }
}
