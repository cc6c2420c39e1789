package io.bytering.coroutines

import com.sun.management.ThreadMXBean
import io.bytering.ByteRing
import io.bytering.item.ItemRing
import io.bytering.item.ItemType
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeInRange
import io.kotest.matchers.longs.shouldBeLessThanOrEqual
import java.lang.management.ManagementFactory
import java.nio.ByteBuffer
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import kotlinx.io.bytestring.ByteString

private const val CALLS = 10_000
private const val SUSPENSIONS = 2_000

/** What a measurement itself may take; far less than one byte for each call. */
private const val TOLERATED = 2_000L

/** Bytes for one real suspension; measured: 400, dispatched or not. */
private const val LARGEST_SUSPENSION = 448L

class AllocationSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        val ring = ByteRing.ofCapacity(4096)
        val reader = ring.reader()
        val writer = ring.writer()
        val items = ItemRing.of(ItemType.FLOAT, 3)
        val array = ByteArray(1000)
        val buffer = ByteBuffer.allocateDirect(1000)
        val string = ByteString(array)

        /**
         * Each moves what it writes, and never has to wait. The loop is inside: a call of a lambda
         * may allocate.
         */
        val calls =
            mapOf<String, suspend () -> Unit>(
                "awaits" to
                    {
                        repeat(CALLS) {
                            writer.awaitWritable(7)
                            writer.write(array, 0, 7)
                            reader.awaitReadable(7)
                            reader.skip(7)
                        }
                    },
                "claims" to
                    {
                        repeat(CALLS) {
                            writer.awaitClaim(8).putLong(1)
                            writer.commit(8)
                            reader.awaitPeek(8)
                            reader.consume(8)
                        }
                    },
                "whole arrays" to
                    {
                        repeat(CALLS) {
                            writer.writeFully(array)
                            reader.readFully(array)
                        }
                    },
                "whole buffers" to
                    {
                        repeat(CALLS) {
                            buffer.clear()
                            writer.writeFully(buffer)
                            buffer.clear()
                            reader.readFully(buffer)
                        }
                    },
                "items" to
                    {
                        repeat(CALLS) {
                            items.writer().awaitWritable(3)
                            items.writer().fill { it.put(1f).put(2f).put(3f).let { 3 } }
                            items.reader().awaitReadable(2)
                            items.reader().drain { it.remaining() }
                        }
                    },
                "strings" to
                    {
                        repeat(CALLS) {
                            writer.writeFully(string)
                            reader.skip(1000)
                        }
                    },
                "numbers" to
                    {
                        repeat(CALLS) {
                            writer.write(array, 0, 29)
                            reader.readByte()
                            reader.readShort()
                            reader.readShortLe()
                            reader.readInt()
                            reader.readIntLe()
                            reader.readLong()
                            reader.readLongLe()
                        }
                    },
                "available bytes in arrays" to
                    {
                        repeat(CALLS) {
                            writer.write(array, 0, 1000)
                            check(reader.readAvailable(array) == 1000)
                        }
                    },
                "available bytes in buffers" to
                    {
                        repeat(CALLS) {
                            writer.write(array, 0, 1000)
                            buffer.clear()
                            check(reader.readAvailable(buffer) == 1000)
                        }
                    },
            )

        for ((name, call) in calls) {
            test("nothing is allocated where nothing is waited for: $name") {
                val bytes = leastAllocated(call)
                withClue("${bytes / CALLS} bytes for each time") {
                    bytes shouldBeLessThanOrEqual TOLERATED
                }
            }
        }

        // Of these, kotlinx takes about 300 for the continuation, its place at the job and one
        // handler.
        test("a suspension allocates a small and steady amount") {
            runBlocking {
                val resumed =
                    launch(Dispatchers.Unconfined, UNDISPATCHED) {
                        while (reader.awaitReadable()) reader.skip(1)
                    }
                val inPlace = leastAllocated { repeat(SUSPENSIONS) { writer.write(array, 0, 1) } }
                resumed.cancelAndJoin()
                inPlace / SUSPENSIONS shouldBeInRange 1L..LARGEST_SUSPENSION

                val dispatched = launch { while (reader.awaitReadable()) reader.skip(1) }
                yield()
                val yields = leastAllocated { repeat(SUSPENSIONS) { yield() } }
                val onLoop = leastAllocated {
                    repeat(SUSPENSIONS) {
                        writer.write(array, 0, 1)
                        yield()
                    }
                }
                dispatched.cancelAndJoin()
                (onLoop - yields) / SUSPENSIONS shouldBeInRange 1L..LARGEST_SUSPENSION
            }
        }
    })

private val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean

/** The least of several rounds: the first ones load classes and compile. */
private suspend fun leastAllocated(round: suspend () -> Unit): Long {
    var least = Long.MAX_VALUE
    repeat(5) {
        val before = threads.currentThreadAllocatedBytes
        round()
        least = minOf(least, threads.currentThreadAllocatedBytes - before)
        if (least <= TOLERATED) return least
    }
    return least
}
