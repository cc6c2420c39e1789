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

    /** Until it waits: for the other end, or whatever it does. */
    fun awaitWaiting() {
        while (thread.state != Thread.State.WAITING && thread.state != Thread.State.TIMED_WAITING) {
            check(!result.isDone) { "it did not wait: $result" }
            Thread.onSpinWait()
        }
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
