package io.bytering.cli.relay

import io.bytering.cli.terminal.complain
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.lang.management.ManagementFactory
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicInteger
import java.util.zip.CRC32C
import kotlin.random.Random
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield

private const val CONNECTIONS = 1000

class RelayLoadSpec :
    FunSpec({
        timeout = 300_000
        val peers = Peers()
        afterSpec { peers.close() }
        val loopback = InetSocketAddress(InetAddress.getLoopbackAddress(), 0)

        /** Up to 200 kB, in random pieces with random pauses; returns their sum. */
        suspend fun talk(socket: SocketChannel, random: Random): Long {
            val sum = CRC32C()
            var left = random.nextInt(200_000)
            while (left > 0) {
                val bytes = random.nextBytes(minOf(left, 1 + random.nextInt(20_000)))
                sum.update(bytes)
                peers.writeAll(socket, ByteBuffer.wrap(bytes))
                left -= bytes.size
                if (random.nextInt(4) == 0) delay(random.nextLong(30))
            }
            socket.shutdownOutput()
            return sum.value
        }

        test("a thousand connections at once lose nothing") {
            val said = ConcurrentHashMap<String, Long>()
            val heard = ConcurrentHashMap<String, Long>()
            val complaints = ConcurrentLinkedQueue<String>()

            suspend fun converse(socket: SocketChannel, me: String, other: String) =
                coroutineScope {
                    launch { said[me] = talk(socket, Random(me.hashCode())) }
                    val sum = CRC32C()
                    peers.readAll(socket, sum)
                    heard[other] = sum.value
                }

            val target = peers.server { socket ->
                val number = peers.read(socket, Int.SIZE_BYTES).getInt()
                converse(socket, "server $number", "client $number")
            }
            Relay(loopback, Dialer(target), 4096, complain = complaints::add).use { relay ->
                coroutineScope {
                    List(CONNECTIONS) { number ->
                            async {
                                peers.client(relay.address) { socket ->
                                    while (relay.stats.total < CONNECTIONS) yield() // all at once
                                    val name = ByteBuffer.allocate(Int.SIZE_BYTES).putInt(number)
                                    peers.writeAll(socket, name.flip())
                                    converse(socket, "client $number", "server $number")
                                }
                            }
                        }
                        .awaitAll()
                }
                relay.stats.failed shouldBe 0
                relay.stats.toTarget.sent shouldBe relay.stats.toTarget.received
            }
            complaints.shouldBeEmpty()
            said.size shouldBe 2 * CONNECTIONS
            heard shouldBe said
        }

        test("an idle connection costs less than 4 KiB") {
            val served = AtomicInteger()
            val target = peers.server {
                served.incrementAndGet()
                try {
                    peers.readAll(it)
                } finally {
                    served.decrementAndGet()
                }
            }

            /** The heap that is in use while so many idle connections are open. */
            suspend fun heapWith(count: Int, address: InetSocketAddress): Long {
                val heap = coroutineScope {
                    val clients =
                        List(count) { launch { peers.client(address) { peers.readAll(it) } } }
                    while (served.get() < count) delay(10)
                    usedHeap().also { clients.forEach { it.cancel() } }
                }
                while (served.get() > 0) delay(10)
                return heap
            }

            /** What each of many more costs, so that what is there only once does not count. */
            suspend fun each(address: InetSocketAddress): Long {
                heapWith(CONNECTIONS, address) // warms up
                val many = heapWith(CONNECTIONS, address)
                val few = heapWith(CONNECTIONS / 4, address)
                return (many - few) / (CONNECTIONS - CONNECTIONS / 4)
            }

            val direct = each(target)
            // There would be no room for a single one of these rings.
            Relay(loopback, Dialer(target), 1 shl 30) {}
                .use { relay ->
                    val relayed = each(relay.address)
                    println("an idle connection of the relay: ${relayed - direct} bytes of heap")
                    (relayed - direct) shouldBeLessThan 4096
                }
        }
    })

/** What is still in use when the garbage collector, and what cleans up after it, finds no more. */
private suspend fun usedHeap(): Long {
    val memory = ManagementFactory.getMemoryMXBean()
    var least = Long.MAX_VALUE
    var unchanged = 0
    while (unchanged < 3) {
        memory.gc()
        val used = memory.heapMemoryUsage.used
        if (used > least - 16 * 1024) unchanged++ else unchanged = 0
        least = minOf(least, used)
        delay(20)
    }
    return least
}
