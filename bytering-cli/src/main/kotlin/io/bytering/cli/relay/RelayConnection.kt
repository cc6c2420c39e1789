package io.bytering.cli.relay

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.awaitWritable
import io.bytering.coroutines.use
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select

/**
 * A client's connection and the one to the target that belongs to it. All of it runs on one [loop].
 *
 * @param failed takes what went wrong, once, as soon as it is known
 */
class RelayConnection(
    client: SocketChannel,
    val loop: EventLoop,
    private val stats: RelayStats,
    private val newRing: () -> ByteRing,
    private val failed: (IOException) -> Unit,
) {
    private val broken = CompletableDeferred<RelaySide?>()
    private val client = RelaySide("client", client, loop) { broken.complete(it) }
    private var server: RelaySide? = null
    private var connecting: Job? = null
    private var directions = 2
    private var draining = false

    /**
     * Connects to the target and passes bytes on until both sides have ended. If one fails, the
     * other one gets what had come from it before, and is reset then: a stream that was cut off
     * must not look like one that has ended.
     */
    suspend fun serve(dialer: Dialer) {
        var ended = false
        try {
            client.prepare()
            val server = connect(dialer).also { server = it }
            server.prepare()
            exchange(server)
            ended = client.ended
        } catch (e: IOException) {
            failed(e)
        } finally {
            client.close(reset = !ended)
            server?.close(reset = !ended)
        }
    }

    /**
     * Both streams end here, and what is in the rings is still passed on. A connection that is
     * still to be made is given up: nothing was read from its client. Only on the loop.
     */
    fun stopReading() {
        draining = true
        connecting?.cancel()
        client.stopReading()
        server?.stopReading()
    }

    private suspend fun connect(dialer: Dialer): RelaySide = coroutineScope {
        val socket = async { dialer.connect(loop) }
        connecting = socket
        if (draining) socket.cancel()
        socket.join()
        connecting = null
        if (socket.isCancelled && draining) throw IOException("${dialer.name}: given up at the end")
        RelaySide("target", socket.await(), loop) { broken.complete(it) }
    }

    private suspend fun exchange(server: RelaySide) = coroutineScope {
        val toTarget = launch { pass(client, server, stats.toTarget) }
        val toClient = launch { pass(server, client, stats.toClient) }
        val side = broken.await() ?: return@coroutineScope
        failed(side.failure())
        if (side === server) {
            toTarget.cancel()
            endAfter(toClient, client)
        } else {
            toClient.cancel()
            endAfter(toTarget, server)
        }
    }

    /** Lets a direction deliver what came before the failure, and its sink receive it. */
    private suspend fun endAfter(rest: Job, sink: RelaySide) = coroutineScope {
        val discarding = launch { if (sink === client) client.discardInput() }
        val held = launch {
            sink.awaitQuiet(since = System.nanoTime())
            rest.cancel()
        }
        rest.join()
        held.cancel()
        if (sink === client && !client.isGone) {
            val gone = launch {
                discarding.join()
                if (!client.isGone) awaitCancellation() // it only sends no more
            }
            val quiet = launch { client.awaitQuiet() }
            select {
                gone.onJoin {}
                quiet.onJoin {}
            }
        }
        coroutineContext.cancelChildren()
    }

    /** One direction. An idle one needs no ring: it gets one with its first byte. */
    private suspend fun pass(source: RelaySide, sink: RelaySide, flow: RelayFlow) {
        val first = ByteBuffer.allocate(1)
        if (source.read(first) > 0) {
            newRing().use { ring ->
                ring.writer().write(first.flip())
                flow.counting(ring.statistics()) {
                    coroutineScope {
                        // what else has come is read before the first byte is sent by itself
                        val reading =
                            launch(start = UNDISPATCHED) {
                                ring.writer().use { readAll(source, it) }
                            }
                        ring.reader().use {
                            writeAll(it, sink)
                            reading.cancel()
                        }
                    }
                }
            }
        }
        if (!source.isCutOff) sink.endOutput()
        if (--directions == 0) broken.complete(null)
    }

    private suspend fun readAll(source: RelaySide, writer: RingWriter) {
        while (true) {
            val count = source.read(writer)
            when {
                count < 0 -> return
                count > 0 -> continue
                writer.writableBytes() > 0 -> source.awaitReadable()
                else -> writer.awaitWritable()
            }
        }
    }

    private suspend fun writeAll(reader: RingReader, sink: RelaySide) {
        while (true) {
            val count = sink.write(reader)
            when {
                count < 0 -> return
                count > 0 -> continue
                reader.readableBytes() > 0 -> sink.awaitWritable()
                else -> reader.awaitReadable()
            }
        }
    }
}
