package io.bytering.samples.sockets

import io.bytering.cli.relay.EventLoop
import io.bytering.cli.relay.RelayConnection
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.awaitWritable
import io.bytering.coroutines.produceBytes
import io.bytering.coroutines.use
import java.nio.channels.SelectionKey.OP_READ
import java.nio.channels.SelectionKey.OP_WRITE
import java.nio.channels.SocketChannel
import kotlinx.coroutines.coroutineScope

/**
 * From one socket into another, by two coroutines on one [EventLoop], where thousands of them fit.
 * While the sink is slow, the source is read ahead; each step is one `readv` or one `writev`.
 * [RelayConnection] is the same with everything that a relay needs besides.
 *
 * @param source in non-blocking mode, as [sink] is
 * @param capacity how far to read ahead, in bytes
 * @return how many bytes it was
 */
suspend fun EventLoop.pump(source: SocketChannel, sink: SocketChannel, capacity: Int): Long =
    coroutineScope {
        val ahead =
            produceBytes(capacity) { writer ->
                while (writer.awaitWritable()) {
                    val count = writer.transferFrom(source) // one readv
                    if (count < 0) break
                    if (count == 0L) await(source, OP_READ)
                }
            }
        ahead.use { reader ->
            while (reader.awaitReadable()) {
                val count = reader.transferTo(sink) // one writev
                if (count == 0L) await(sink, OP_WRITE)
            }
            sink.shutdownOutput()
            reader.position()
        }
    }
