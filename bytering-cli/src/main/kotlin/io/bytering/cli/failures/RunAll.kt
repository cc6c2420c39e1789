package io.bytering.cli.failures

import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread

/** Runs each on a thread of its own. The first failure ends them all, by closing what they use. */
fun runAll(work: List<() -> Unit>, uses: List<AutoCloseable>) {
    val failure = AtomicReference<Exception>()
    val threads = work.map { action ->
        thread(isDaemon = true) {
            try {
                action()
            } catch (e: Exception) {
                // a neighbor may come first with what it was told, and its cause is the failure
                val first = e.cause as? Exception ?: e
                if (failure.compareAndSet(null, first)) uses.forEach { it.close() }
            }
        }
    }
    threads.forEach { it.join() }
    failure.get()?.let { throw it }
}
