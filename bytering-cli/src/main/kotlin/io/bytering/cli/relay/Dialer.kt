package io.bytering.cli.relay

import io.bytering.cli.failures.inLowerCase
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.UnknownHostException
import java.nio.channels.SelectionKey.OP_CONNECT
import java.nio.channels.SocketChannel
import java.nio.channels.UnsupportedAddressTypeException
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.coroutines.resume
import kotlinx.coroutines.cancel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withTimeoutOrNull

/**
 * Connects to a server, by a name that is looked up for each connection anew.
 *
 * Every address of the name is tried, in the order in which the system gives them. The next one
 * does not wait for the end of one that is slow (as in RFC 8305): the first that answers counts.
 *
 * @param lookUp asks the name service; it may block, and may hang
 * @param limitMillis for all of it: looking up and connecting
 */
class Dialer(
    private val host: String,
    private val port: Int,
    private val limitMillis: Long = 10_000,
    private val lookUp: (String) -> List<InetAddress> = ::addressesOf,
) {
    constructor(address: InetSocketAddress) : this(address.hostString, address.port)

    /** What to call it in a message. */
    val name = "target $host:$port"

    /** @return the socket, in non-blocking mode, which belongs to the caller */
    suspend fun connect(loop: EventLoop): SocketChannel {
        val race = Race(loop, port)
        var taken = false
        try {
            val winner = withTimeoutOrNull(limitMillis) { race.run(addresses()) }
            taken = winner != null
            return winner ?: throw IOException("no answer in ${seconds(limitMillis)}")
        } catch (e: IOException) {
            throw IOException("$name: ${e.inLowerCase()}", e)
        } finally {
            if (!taken) race.winner?.close()
        }
    }

    /** Each look-up has a thread of its own, which is left to itself when nobody waits for it. */
    private suspend fun addresses(): List<InetAddress> =
        suspendCancellableCoroutine<Result<List<InetAddress>>> { waiting ->
                lookups.execute {
                    if (waiting.isActive) waiting.resume(runCatching { lookUp(host) })
                }
            }
            .getOrThrow()

    /** All of it on the thread of the loop. */
    private class Race(private val loop: EventLoop, private val port: Int) {
        var winner: SocketChannel? = null
            private set

        suspend fun run(addresses: List<InetAddress>): SocketChannel = coroutineScope {
            val failures = LinkedHashSet<String>()
            val attempts = launch attempts@{
                for (address in addresses) {
                    val attempt = launch {
                        tryOne(address)?.let { failures += it } ?: this@attempts.cancel()
                    }
                    withTimeoutOrNull(NEXT_MILLIS) { attempt.join() }
                }
            }
            attempts.join()
            winner ?: throw IOException(failures.joinToString("; "))
        }

        /** Returns what went wrong, or null if this is the winner. */
        private suspend fun tryOne(address: InetAddress): String? {
            val socket = SocketChannel.open()
            try {
                socket.configureBlocking(false)
                if (!socket.connect(InetSocketAddress(address, port))) {
                    do loop.await(socket, OP_CONNECT) while (!socket.finishConnect())
                }
                winner = socket
                return null
            } catch (e: IOException) {
                return e.inLowerCase()
            } catch (_: UnsupportedAddressTypeException) {
                return "there is no way to ${address.hostAddress}"
            } finally {
                if (winner !== socket) socket.close()
            }
        }
    }

    private companion object {
        const val NEXT_MILLIS = 250L
        const val MOST_LOOKUPS = 16

        fun seconds(millis: Long) =
            if (millis % 1000 == 0L) "${millis / 1000} s" else "${millis / 1000.0} s"

        fun addressesOf(host: String): List<InetAddress> =
            try {
                InetAddress.getAllByName(host).asList()
            } catch (e: UnknownHostException) {
                throw IOException("unknown host", e)
            }

        val lookups =
            ThreadPoolExecutor(MOST_LOOKUPS, MOST_LOOKUPS, 10, SECONDS, LinkedBlockingQueue()) {
                    Thread(it, "looks up a name").apply { isDaemon = true }
                }
                .apply { allowCoreThreadTimeOut(true) }
    }
}
