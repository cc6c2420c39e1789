package io.bytering.benchmarks.streams

import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import io.bytering.benchmarks.duel.Pipe
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock
import kotlinx.io.Buffer

/**
 * okio's Pipe: each chunk copied into a buffer, whose segments then move; taken out by segments,
 * and copied.
 */
class OkioPipe(capacity: Int, private val chunk: Int) : Pipe {
    private val pipe = okio.Pipe(capacity.toLong())
    private val sending = okio.Buffer()
    private val receiving = okio.Buffer()
    private val all = capacity.toLong()
    private val chunks = Chunks(chunk)
    private val check = Check(chunk)

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            sending.write(chunks.array, offset, chunk)
            pipe.sink.write(sending, chunk.toLong())
        }
    }

    override fun receive(count: Int) {
        check.stream(count) { most ->
            if (receiving.exhausted()) pipe.source.read(receiving, all)
            receiving.read(check.bytes, 0, most)
        }
    }

    override fun close() {
        pipe.sink.close()
        pipe.source.close()
    }
}

/** What one writes without a ring: kotlinx-io's Buffer under a lock, bounded by two conditions. */
class LockedBuffer(private val capacity: Int, private val chunk: Int) : Pipe {
    private val lock = ReentrantLock()
    private val readable = lock.newCondition()
    private val writable = lock.newCondition()
    private val buffer = Buffer()
    private val receiving = Buffer()
    private val chunks = Chunks(chunk)
    private val check = Check(chunk)

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            lock.withLock {
                while (buffer.size > 0 && buffer.size + chunk > capacity) writable.await()
                if (buffer.exhausted()) readable.signal()
                buffer.write(chunks.array, offset, offset + chunk)
            }
        }
    }

    override fun receive(count: Int) {
        check.stream(count) { most ->
            if (receiving.exhausted()) takeAll()
            receiving.readAtMostTo(check.bytes, 0, most)
        }
    }

    private fun takeAll() {
        lock.withLock {
            while (buffer.exhausted()) readable.await()
            buffer.transferTo(receiving)
            writable.signal()
        }
    }
}
