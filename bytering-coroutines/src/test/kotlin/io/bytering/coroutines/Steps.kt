package io.bytering.coroutines

import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.Runnable
import kotlinx.coroutines.launch

/**
 * Runs coroutines on this thread, one resumption after the other, and cancels one of them at a
 * given point. Points are: before each resumption, so also between a wake-up and what it wakes; and
 * wherever the code under test calls [point]. So each run is the same, and all points can be tried.
 */
internal class Steps(private val cancelAt: Int) : CoroutineDispatcher() {
    private val queue = ArrayDeque<Runnable>()
    private var points = 0

    /** Whom to cancel. */
    lateinit var victim: Job

    val isOver: Boolean
        get() = points > cancelAt

    private var failure: Throwable? = null
    private val handler = CoroutineExceptionHandler { _, e -> failure = e }

    fun point() {
        check(points < 1_000_000) { "it goes on for ever" }
        if (points++ == cancelAt) victim.cancel()
    }

    override fun dispatch(context: CoroutineContext, block: Runnable) {
        queue += block
    }

    /** Launches a coroutine that fails on its own; [run] then throws what it has thrown. */
    fun launch(
        dispatcher: CoroutineDispatcher = this,
        job: Job = Job(),
        block: suspend CoroutineScope.() -> Unit,
    ): Job = CoroutineScope(dispatcher + job + handler).launch(block = block)

    /** Until nobody goes on. */
    fun run() {
        while (true) {
            val next = queue.removeFirstOrNull() ?: break
            point()
            next.run()
        }
        failure?.let { throw it }
    }

    companion object {
        const val NEVER = Int.MAX_VALUE
    }
}
