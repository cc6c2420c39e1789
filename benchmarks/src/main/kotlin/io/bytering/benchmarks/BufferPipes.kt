package io.bytering.benchmarks

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
    private val most = capacity.toLong()
    private val pattern = Pattern.array(chunk)
    private val step = Pattern.step(chunk)
    private val bytes = ByteArray(chunk)
    private val check = Check(chunk)

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            sending.write(pattern, offset, chunk)
            pipe.sink.write(sending, chunk.toLong())
            offset = Pattern.next(offset, step)
        }
    }

    override fun receive(count: Int) {
        check.begin()
        var left = count.toLong() * chunk
        while (left > 0) {
            if (receiving.exhausted()) pipe.source.read(receiving, most)
            val read = receiving.read(bytes, 0, minOf(chunk.toLong(), left).toInt())
            check.piece(bytes, read)
            left -= read
        }
        check.end(count)
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
    private val pattern = Pattern.array(chunk)
    private val step = Pattern.step(chunk)
    private val bytes = ByteArray(chunk)
    private val check = Check(chunk)

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            lock.withLock {
                while (buffer.size > 0 && buffer.size + chunk > capacity) writable.await()
                if (buffer.exhausted()) readable.signal()
                buffer.write(pattern, offset, offset + chunk)
            }
            offset = Pattern.next(offset, step)
        }
    }

    override fun receive(count: Int) {
        check.begin()
        var left = count.toLong() * chunk
        while (left > 0) {
            if (receiving.exhausted()) takeAll()
            val read = receiving.readAtMostTo(bytes, 0, minOf(chunk.toLong(), left).toInt())
            check.piece(bytes, read)
            left -= read
        }
        check.end(count)
    }

    private fun takeAll() {
        lock.withLock {
            while (buffer.exhausted()) readable.await()
            buffer.transferTo(receiving)
            writable.signal()
        }
    }
}
