package io.bytering.benchmarks

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
    private val pattern = UnsafeBuffer(Pattern.array(size))
    private val step = Pattern.step(size)
    private val message = ByteArray(size)
    private val check = Check(size)
    private val sending = Idle()
    private val receiving = Idle()
    private val handler = MessageHandler { _, buffer, index, length ->
        buffer.getBytes(index, message, 0, length)
        check.message(message, 0)
    }

    override fun send(count: Int) {
        var offset = 0
        repeat(count) {
            while (!ring.write(1, pattern, offset, size)) sending.idle()
            offset = Pattern.next(offset, step)
        }
    }

    override fun receive(count: Int) {
        check.begin()
        var left = count
        while (left > 0) {
            val messages = ring.read(handler, left)
            if (messages == 0) receiving.idle()
            left -= messages
        }
        check.end(count)
    }

    companion object {
        /**
         * A message takes its length, its type, and is aligned to 8; its limit is an eighth of the
         * ring.
         */
        fun fits(capacity: Int, size: Int): Boolean = size <= capacity / 8
    }
}
