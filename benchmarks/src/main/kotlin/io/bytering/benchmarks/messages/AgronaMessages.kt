package io.bytering.benchmarks.messages

import io.bytering.benchmarks.duel.Check
import io.bytering.benchmarks.duel.Chunks
import io.bytering.benchmarks.duel.Idle
import io.bytering.benchmarks.duel.Pipe
import java.nio.ByteBuffer
import org.agrona.concurrent.MessageHandler
import org.agrona.concurrent.UnsafeBuffer
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor

/**
 * Agrona's ring: `write`, and `read` with a handler and a limit; off the heap; without bounds
 * checks (see the JVM's flags).
 */
class AgronaMessages(capacity: Int, private val size: Int) : Pipe {
    private val ring =
        OneToOneRingBuffer(
            UnsafeBuffer(ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH))
        )
    private val chunks = Chunks(size)
    private val pattern = UnsafeBuffer(chunks.array)
    private val check = Check(size)
    private val sending = Idle()
    private val receiving = Idle()
    private val handler = MessageHandler { _, buffer, index, length ->
        buffer.getBytes(index, check.bytes, 0, length)
        check.message(check.bytes, 0)
    }

    override fun send(count: Int) {
        chunks.each(count) { offset ->
            while (!ring.write(1, pattern, offset, size)) sending.idle()
        }
    }

    override fun receive(count: Int) {
        check.messages(count, receiving) { most -> ring.read(handler, most) }
    }

    companion object {
        /**
         * A message takes its length, its type, and is aligned to 8; its limit is an eighth of the
         * ring.
         */
        fun fits(capacity: Int, size: Int): Boolean = size <= capacity / 8
    }
}
