package io.bytering.benchmarks.duel

import java.util.concurrent.locks.LockSupport

/**
 * The second thread of a duel, for both contestants. Spins for its next task a little, as there are
 * many; then it parks.
 */
class Partner : AutoCloseable {
    @Volatile private var task: Runnable? = null
    @Volatile private var parked = false
    @Volatile private var closed = false
    private var failure: Throwable? = null
    private val thread = Thread(::run, "partner").apply { isDaemon = true }

    init {
        thread.start()
    }

    fun start(task: Runnable) {
        this.task = task
        if (parked) LockSupport.unpark(thread)
    }

    /** Waits until the task is done. Throws what it threw. */
    fun join() {
        while (task != null) Thread.onSpinWait()
        failure?.let {
            failure = null
            throw IllegalStateException("the other thread failed", it)
        }
    }

    override fun close() {
        closed = true
        LockSupport.unpark(thread)
        thread.join()
    }

    private fun run() {
        var spins = 0
        while (!closed) {
            val task = task
            if (task == null) {
                if (++spins < SPINS) Thread.onSpinWait() else park()
            } else {
                spins = 0
                try {
                    task.run()
                } catch (e: Throwable) {
                    failure = e
                }
                this.task = null
            }
        }
    }

    private fun park() {
        parked = true
        if (task == null && !closed) LockSupport.park(this)
        parked = false
    }

    private companion object {
        const val SPINS = 10_000
    }
}
