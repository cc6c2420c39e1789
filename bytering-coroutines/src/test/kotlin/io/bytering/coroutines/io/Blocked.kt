package io.bytering.coroutines.io

import io.kotest.assertions.fail
import java.util.concurrent.ExecutionException
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit.MINUTES
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource

/** A call on a thread of its own that has to wait: for watching how it ends. */
internal class Blocked<T>(call: () -> T) {
    private val task = FutureTask {
        try {
            call()
        } finally {
            interruptedAtEnd = Thread.currentThread().isInterrupted
        }
    }
    private val thread = thread(isDaemon = true, name = "blocked") { task.run() }

    @Volatile
    var interruptedAtEnd = false
        private set

    /** Returns once the thread waits: asleep, or going round in the ring's waiting loop. */
    fun awaitWaiting(): Blocked<T> {
        val start = TimeSource.Monotonic.markNow()
        while (!isWaiting()) {
            if (task.isDone) fail("it did not wait, but ended: ${outcome()}")
            if (start.elapsedNow() > 4.minutes) fail("it does not wait, but is ${thread.state}")
            Thread.yield()
        }
        return this
    }

    /** In the loop itself: a view that is just being made has that class on its stack too. */
    private fun isWaiting() =
        thread.stackTrace.any {
            it.className == "io.bytering.blocking.Wait" && it.methodName == "pass"
        }

    fun interrupt() = thread.interrupt()

    fun outcome(): Result<T> =
        try {
            Result.success(task.get(4, MINUTES))
        } catch (e: ExecutionException) {
            Result.failure(e.cause!!)
        }

    fun failure(): Throwable = outcome().exceptionOrNull() ?: fail("it ended with ${outcome()}")
}

internal fun <T> blocked(call: () -> T) = Blocked(call).awaitWaiting()
