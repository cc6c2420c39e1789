package io.bytering.cli.pipeline

import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.blocking.WaitStrategy
import io.bytering.cli.failures.runAll
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.awaitWritable
import io.bytering.coroutines.drain
import io.bytering.coroutines.fill
import io.bytering.coroutines.use
import io.bytering.item.ItemReader
import io.bytering.item.ItemRing
import io.bytering.item.ItemType
import io.bytering.item.ItemWriter
import io.bytering.storage.Storage
import java.nio.FloatBuffer
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/**
 * Floats through a chain of copying stages, each pair of neighbours joined by a ring. With a source
 * and a sink at its ends it runs as stages + 2 threads, or as that many coroutines. It runs once.
 */
class Pipeline(
    private val input: FloatArray,
    private val stages: Int,
    ringItems: Int,
    storage: Storage,
) {
    val output = FloatArray(input.size)

    private val rings =
        List(stages + 1) {
            ItemRing.builder(ItemType.FLOAT).capacity(ringItems).storage(storage).build()
        }

    /** Each stage is a thread that blocks. */
    fun runOnThreads(wait: WaitStrategy) {
        runAll(
            List(stages + 2) { number -> { blockingStage(number, wait) } },
            uses = rings,
        )
    }

    private fun blockingStage(number: Int, wait: WaitStrategy) {
        val from = rings.getOrNull(number - 1)?.reader()
        val to = rings.getOrNull(number)?.writer()
        val readable = from?.let { BlockingReader.of(it.reader(), wait) }
        val writable = to?.let { BlockingWriter.of(it.writer(), wait) }
        stage(
            from,
            to,
            { readable!!.awaitReadable(ItemType.FLOAT.bytes()) },
            { writable!!.awaitWritable(ItemType.FLOAT.bytes()) },
        )
    }

    /** Each stage is a coroutine; they share the threads of the dispatcher. */
    fun runAsCoroutines(dispatcher: CoroutineDispatcher) {
        runBlocking(dispatcher) {
            repeat(stages + 2) { number ->
                launch {
                    val from = rings.getOrNull(number - 1)?.reader()
                    val to = rings.getOrNull(number)?.writer()
                    stage(from, to, { from!!.awaitReadable() }, { to!!.awaitWritable() })
                }
            }
        }
    }

    /** Inline, so that the waits may block or suspend: it is one program for both. */
    private inline fun stage(
        from: ItemReader<FloatBuffer>?,
        to: ItemWriter<FloatBuffer>?,
        awaitItems: () -> Boolean,
        awaitRoom: () -> Boolean,
    ) {
        when {
            from == null -> to!!.use { send(it, awaitRoom) }
            to == null -> from.use { receive(it, awaitItems) }
            else -> from.use { to.use { while (awaitItems() && awaitRoom()) copy(from, to) } }
        }
    }

    private inline fun send(to: ItemWriter<FloatBuffer>, awaitRoom: () -> Boolean) {
        var sent = 0
        while (sent < input.size && awaitRoom()) {
            sent += to.fill { slice ->
                val count = minOf(slice.remaining(), input.size - sent)
                slice.put(input, sent, count)
                count
            }
        }
    }

    private inline fun receive(from: ItemReader<FloatBuffer>, awaitItems: () -> Boolean) {
        var received = 0
        while (awaitItems()) {
            received += from.drain { slice ->
                val count = slice.remaining()
                slice.get(output, received, count)
                count
            }
        }
    }
}

/** As many as there are on the one side, and room for on the other: one slice each. */
fun copy(from: ItemReader<FloatBuffer>, to: ItemWriter<FloatBuffer>): Int = from.drain { items ->
    to.fill { room ->
        val count = minOf(items.remaining(), room.remaining())
        items.limit(items.position() + count)
        room.put(items)
        count
    }
}
