package io.bytering.benchmarks.measuring

import java.lang.management.ManagementFactory
import java.util.concurrent.CopyOnWriteArraySet
import java.util.concurrent.atomic.AtomicLong

/**
 * Threads whose time on a core is counted, that of the system on their behalf included: those made
 * here, and those of kotlinx.coroutines, on which Ktor's sockets work.
 */
object Cpu {
    private val times = ManagementFactory.getThreadMXBean()
    private val threads = CopyOnWriteArraySet<Thread>()
    private val ended = AtomicLong()

    fun thread(task: () -> Unit): Thread =
        Thread({ counted(task) }, "relay").apply { isDaemon = true }

    /** Of all there ever were. */
    @Synchronized
    fun nanos(): Long = ended.get() + threads.sumOf { times.getThreadCpuTime(it.id) } + ofThePool()

    private fun ofThePool(): Long =
        times.getThreadInfo(times.allThreadIds).filterNotNull().sumOf {
            if (it.threadName.startsWith(POOL)) times.getThreadCpuTime(it.threadId) else 0L
        }

    private fun counted(task: () -> Unit) {
        threads.add(Thread.currentThread())
        try {
            task()
        } finally {
            end()
        }
    }

    @Synchronized
    private fun end() {
        threads.remove(Thread.currentThread())
        ended.addAndGet(times.currentThreadCpuTime)
    }

    private const val POOL = "DefaultDispatcher-worker"
}
