package io.bytering.cli.failures

import io.bytering.cli.terminal.complain
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicReference
import sun.misc.Signal

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
     * Returns when each signal that has come so far has had its effect, that is, if none ends the
     * program.
     *
     * Ctrl-C reaches all programs of a pipeline at once, and the end of a neighbor may be seen here
     * before the own signal: what is told about that end has to be behind the signal. A signal that
     * is sent here now is. The operating system hands signals over one after the other, the JVM
     * starts a thread for each in that order, and a thread that ends the program never ends itself.
     */
    fun comesFirst() {
        val seen = CountDownLatch(1)
        val harmless =
            try {
                Signal("CONT") // its number is above those that end a program
            } catch (_: IllegalArgumentException) {
                return // this system has no such signal
            }
        Signal.handle(harmless) {
            handlersOfOthers().forEach { it.join() }
            seen.countDown()
        }
        Signal.raise(harmless)
        seen.await()
    }

    /** They are in the group of the thread that handles a signal, that of the system. */
    private fun handlersOfOthers(): List<Thread> {
        val self = Thread.currentThread()
        val threads = arrayOfNulls<Thread>(self.threadGroup.activeCount() + SPARE)
        self.threadGroup.enumerate(threads)
        return threads.filterNotNull().filter {
            it !== self && it.name.matches(HANDLER)
        }
    }

    private val HANDLER = Regex("SIG(INT|TERM|HUP) handler")

    /** For threads that are started while they are counted. */
    private const val SPARE = 16

    private fun become(expected: (() -> String?)?, next: (() -> String?)?) {
        if (!cutShort.compareAndSet(expected, next)) {
            // The hook came first, and whatever happens here is its doing: it has the last word.
            Thread.sleep(Long.MAX_VALUE)
        }
    }
}
