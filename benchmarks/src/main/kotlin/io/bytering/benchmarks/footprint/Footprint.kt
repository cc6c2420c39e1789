package io.bytering.benchmarks.footprint

import io.bytering.ByteRing
import io.bytering.coroutines.RingChannel
import io.bytering.storage.Storage
import io.ktor.utils.io.ByteChannel
import java.io.PipedInputStream
import java.io.PipedOutputStream
import java.lang.management.BufferPoolMXBean
import java.lang.management.ManagementFactory
import java.nio.ByteBuffer
import kotlinx.coroutines.channels.Channel
import org.agrona.concurrent.UnsafeBuffer
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor
import org.jctools.queues.SpscArrayQueue

/** What many idle rings cost in memory, each; both halves exist, and nothing was ever written. */
class Footprint(val name: String, val heap: Double, val direct: Double) {
    companion object {
        const val ID: String = "footprint"
        const val COUNT: Int = 100_000
        const val CAPACITY: Int = 1024
        private const val MESSAGE = 64

        /**
         * What is compared, all for [CAPACITY] bytes. Some allocate them only when they are
         * written.
         */
        val all: Map<String, () -> Any> =
            linkedMapOf(
                "ByteRing, heap" to
                    {
                        halves(
                            ByteRing.builder().capacity(CAPACITY).storage(Storage.heap()).build()
                        )
                    },
                "ByteRing, direct (its memory is not counted by the JVM: $CAPACITY more)" to
                    {
                        halves(ByteRing.ofCapacity(CAPACITY))
                    },
                "RingChannel" to { RingChannel(CAPACITY) },
                "Agrona" to
                    {
                        OneToOneRingBuffer(
                            UnsafeBuffer(
                                ByteBuffer.allocateDirect(
                                    CAPACITY + RingBufferDescriptor.TRAILER_LENGTH
                                )
                            )
                        )
                    },
                "JCTools, without its arrays" to { SpscArrayQueue<ByteArray>(CAPACITY / MESSAGE) },
                "PipedStreams" to
                    {
                        PipedInputStream(CAPACITY).let { listOf(it, PipedOutputStream(it)) }
                    },
                "okio Pipe" to { okio.Pipe(CAPACITY.toLong()) },
                "Channel, without its arrays" to { Channel<ByteArray>(CAPACITY / MESSAGE) },
                "Ktor ByteChannel" to { ByteChannel() },
            )

        fun measure(count: Int = COUNT): List<Footprint> = all.map { (name, make) ->
            measure(name, count, make)
        }

        private fun halves(ring: ByteRing): Any = arrayOf(ring, ring.writer(), ring.reader())

        private fun measure(name: String, count: Int, make: () -> Any): Footprint {
            make() // classes
            val kept = arrayOfNulls<Any>(count)
            val (heap, direct) = used()
            for (i in kept.indices) kept[i] = make()
            val (heapThen, directThen) = used()
            check(kept.last() != null) // so long they are reachable
            return Footprint(
                name,
                (heapThen - heap).toDouble() / count,
                (directThen - direct).toDouble() / count,
            )
        }

        /** Collects until no more direct memory is freed, which happens a little later. */
        private fun used(): Pair<Long, Long> {
            val direct =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean::class.java).single {
                    it.name == "direct"
                }
            var before: Long
            do {
                before = direct.memoryUsed
                repeat(2) { System.gc() }
                Thread.sleep(50)
            } while (direct.memoryUsed < before)
            return ManagementFactory.getMemoryMXBean().heapMemoryUsage.used to direct.memoryUsed
        }
    }
}
