package io.bytering.okio

import io.bytering.ByteRing
import io.bytering.blocking.WaitStrategy
import io.bytering.storage.Storage
import java.io.IOException
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock
import okio.Buffer
import okio.Sink
import okio.Source
import okio.Timeout

/**
 * A source and a sink with a ring between them, to be used as okio's [Pipe][okio.Pipe]: what is
 * written to [sink] is read from [source], each by its own thread.
 *
 * ```
 * val pipe = RingPipe.ofCapacity(64 * 1024)
 * thread { pipe.sink.buffer().use { it.writeUtf8("hello") } }
 * pipe.source.buffer().use { println(it.readUtf8()) }
 * ```
 *
 * The source and the sink end as those of [asSource] and [asSink] do. In two things it differs from
 * okio's: a read of no bytes returns 0 at once, and a sink whose close throws, since the source was
 * closed before, is closed all the same.
 *
 * @param ring used by nothing else
 * @param strategy how both ends wait
 */
public class RingPipe
@JvmOverloads
constructor(
    /** What is between the ends: its statistics, or a close with a cause. */
    public val ring: ByteRing,
    strategy: WaitStrategy = waiting(ring.writer().signals()),
) {
    private val lock = ReentrantLock()
    private val halves = RingSink(ring.writer(), strategy)

    /** What [fold] was given. Set within [lock]; the writer looks at it there, before each step. */
    private var folded: Sink? = null

    @Volatile private var canceled = false

    /** Where bytes come out. */
    @get:JvmName("source") public val source: Source = ring.reader().asSource(strategy)

    /** Where bytes go in. */
    @get:JvmName("sink") public val sink: Sink = PipeSink()

    /**
     * Has every call fail that is under way, and every later one, with an
     * [IOException][java.io.IOException]; what was not read is lost. The source and the sink can be
     * closed as ever. Any thread.
     */
    public fun cancel() {
        canceled = true
        ring.cancel()
    }

    /**
     * Writes to [sink] what was written to this pipe and not read, and from then on has what is
     * written to this pipe's sink go there directly. The source of this pipe is closed. If its sink
     * was closed before, [sink] is closed, too.
     *
     * The calling thread replaces the one that reads; another one may write at the same time.
     *
     * @throws IllegalStateException if the pipe was folded before
     * @throws IOException if [sink] fails, which closes the source with that cause; if the pipe is
     *   canceled; or if its writer failed: then [sink] stays open
     */
    @Throws(IOException::class)
    public fun fold(sink: Sink) {
        val some = Buffer()
        while (!foldedInto(sink)) {
            try {
                if (source.read(some, Long.MAX_VALUE) > 0) {
                    sink.write(some, some.size)
                    sink.flush()
                }
            } catch (e: Throwable) {
                if (canceled) {
                    lock.withLock { folded = sink }
                    throw IOException("canceled", e)
                }
                ring.reader().close(e)
                source.close()
                throw e
            }
        }
        source.close() // wakes a writer that waits for room, which then finds the sink
        val failure = ring.reader().failure()
        if (failure != null) throw IOException("the writer failed: $failure", failure)
        if (halves.isClosed) sink.close()
    }

    /** Whether nothing is left to be moved before, so that the writer has its new sink. */
    private fun foldedInto(sink: Sink): Boolean = lock.withLock {
        check(folded == null) { "sink already folded" }
        val reader = ring.reader()
        if (canceled) {
            folded = sink
            throw IOException("canceled")
        }
        check(!reader.isClosed) { "closed" }
        if (reader.readableBytes() > 0) return false
        folded = sink
        true
    }

    override fun toString(): String = "RingPipe[$ring]"

    private inner class PipeSink : Sink {
        override fun write(source: Buffer, byteCount: Long) {
            halves.begin(source, byteCount)
            var left = byteCount
            while (left > 0) {
                var to: Sink? = null
                val count = lock.withLock {
                    to = folded
                    if (to == null) halves.step(source, left) else 0
                }
                val target = to
                if (target != null) {
                    forward(target) { write(source, left) }
                    return
                }
                left -= count
                if (left > 0) halves.goOn(count)
            }
        }

        override fun flush() {
            halves.requireOpen()
            val target = lock.withLock { folded }
            if (target == null) halves.flush() else forward(target) { flush() }
        }

        override fun close() {
            val target = lock.withLock {
                if (halves.isClosed) return
                halves.close()
                folded
            }
            if (target != null) forward(target) { close() }
        }

        private inline fun forward(to: Sink, call: Sink.() -> Unit) =
            to.timeout().intersectWith(halves.limits) { to.call() }

        override fun timeout(): Timeout = halves.limits

        override fun toString() = "Sink($ring)"
    }

    /** Making pipes. */
    public companion object {
        /**
         * A pipe on the heap, which needs no close of its own.
         *
         * @param capacity bytes that may be written ahead of what is read, from 1 to
         *   [ByteRing.MAX_CAPACITY]
         * @throws IllegalArgumentException if the capacity is outside that range
         */
        @JvmStatic
        public fun ofCapacity(capacity: Int): RingPipe =
            RingPipe(ByteRing.builder().capacity(capacity).storage(Storage.heap()).build())
    }
}
