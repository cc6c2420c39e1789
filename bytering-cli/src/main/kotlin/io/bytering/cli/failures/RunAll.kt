package io.bytering.cli.failures

import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread

/** Runs each on a thread of its own. The first failure ends them all, by closing what they use. */
fun runAll(work: List<() -> Unit>, uses: List<AutoCloseable>) {
    val failure = AtomicReference<Throwable>()
    fun fail(e: Throwable) {
        // a neighbor may come first with what it was told, and its cause is the failure
        if (failure.compareAndSet(null, e.cause ?: e)) uses.forEach { it.close() }
    }
    val threads = mutableListOf<Thread>()
    try {
        for (action in work) {
            threads +=
                thread(isDaemon = true) {
                    try {
                        action()
                    } catch (e: Throwable) { // of any kind, else the others would wait for it
                        fail(e)
                    }
                }
        }
    } catch (e: OutOfMemoryError) { // no more threads
        fail(e)
    }
    threads.forEach { it.join() }
    failure.get()?.let { throw it }
}
