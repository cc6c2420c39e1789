package io.bytering.coroutines

import java.io.InterruptedIOException
import kotlinx.coroutines.Job
import kotlinx.coroutines.ensureActive

/**
 * The job that blocking calls belong to, if any: while one waits, it is a child of that job.
 *
 * @param stopWaiting ends a wait with an [InterruptedIOException], and for good: when [isSpent],
 *   what waited is to be replaced, and this with it
 */
internal class ParentJob(private val parent: Job?, stopWaiting: () -> Unit) {
    private val stopIfCancelled: (Throwable?) -> Unit = { cause ->
        if (cause != null) stopWaiting()
    }

    /** A call was cancelled, so that `stopWaiting` was called, or is just about to be. */
    var isSpent = false
        private set

    /** @throws kotlinx.coroutines.CancellationException if the job is over */
    fun ensureActive() {
        parent?.ensureActive()
    }

    /**
     * @param wait throws [InterruptedIOException] after `stopWaiting`
     * @throws kotlinx.coroutines.CancellationException if it ended so, and the job is over or this
     *   child of it was cancelled
     */
    inline fun during(wait: () -> Boolean): Boolean {
        if (parent == null) return wait()
        val call = Job(parent)
        // A job that is over cancels its new child at once, so this misses nothing.
        call.invokeOnCompletion(stopIfCancelled)
        try {
            return wait()
        } catch (e: InterruptedIOException) {
            parent.ensureActive()
            call.ensureActive()
            throw e
        } finally {
            if (!call.complete()) isSpent = true
        }
    }
}
