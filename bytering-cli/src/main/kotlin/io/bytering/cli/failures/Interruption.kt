package io.bytering.cli.failures

import io.bytering.cli.terminal.complain
import java.util.concurrent.atomic.AtomicReference

/**
 * What to do when a signal ends the program in the middle of its work: the JVM then runs its
 * shutdown hooks and exits with 128 plus the signal's number.
 */
object Interruption {
    private val cutShort = AtomicReference<(() -> String?)?>()

    init {
        Runtime.getRuntime()
            .addShutdownHook(Thread { cutShort.getAndSet(null)?.let { it()?.let(::complain) } })
    }

    /**
     * Runs the work. Within it, the innermost call counts.
     *
     * @param cutShort cleans up, and tells what happened, or has told it; called only if the work
     *   is cut short
     */
    fun <T> during(cutShort: () -> String?, work: () -> T): T {
        val before = this.cutShort.get()
        become(before, cutShort)
        try {
            return work()
        } finally {
            become(cutShort, before)
        }
    }

    /**
     * Ctrl-C reaches all programs of a pipeline at once, and the end of a neighbor may be seen here
     * before the own signal: what is told about it has to wait for that.
     */
    fun comesFirst() = Thread.sleep(GRACE_MILLIS)

    private const val GRACE_MILLIS = 100L

    private fun become(expected: (() -> String?)?, next: (() -> String?)?) {
        if (!cutShort.compareAndSet(expected, next)) {
            // The hook came first, and whatever happens here is its doing: it has the last word.
            Thread.sleep(Long.MAX_VALUE)
        }
    }
}
