package io.bytering.benchmarks.relays

import io.bytering.ByteRing
import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.duel.Measure
import io.bytering.benchmarks.duel.Sizes
import io.bytering.benchmarks.duel.Sizes.KIB
import io.bytering.benchmarks.measuring.Cpu
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import okio.Buffer
import okio.sink
import okio.source

private const val CAPACITY = 64 * KIB

internal fun relayDuels(): List<Duel> =
    listOf(4 * KIB, CAPACITY).flatMap { chunk ->
        listOf(
                relay("copy loop, streams", chunk, 1.0, ringRelay, streamLoop),
                relay("copy loop, channels", chunk, 1.0, ringRelay, channelLoop),
                relay("okio", chunk, null, ringRelay, okioLoop),
                relay("Ktor", chunk, null, ringRelay, ::KtorRelay),
                relay(
                    "copy loop, channels; ring with two threads",
                    chunk,
                    null,
                    twoThreads,
                    channelLoop,
                ),
            )
            .flatten()
    }

/** How fast, and what it costs. */
private fun relay(
    variant: String,
    chunk: Int,
    goal: Double?,
    ours: () -> Relay,
    peer: () -> Relay,
) =
    listOf(Group.RELAY to Measure.RATE, Group.RELAY_CPU to Measure.CPU).map { (group, measure) ->
        Duel(
            group,
            variant,
            chunk,
            CAPACITY,
            Sizes.batch(chunk, CAPACITY),
            goal,
            quick = chunk == CAPACITY,
            measure = measure,
            ours = { TcpRelay(chunk, it, ours()) },
            peer = { TcpRelay(chunk, it, peer()) },
        )
    }

private fun channels(loop: (from: SocketChannel, to: SocketChannel) -> Unit): () -> Relay = {
    ChannelRelay(loop)
}

/** One thread: a scattering read into the ring, then a gathering write out of it. */
private val ringRelay = channels { from, to ->
    val ring = ByteRing.ofCapacity(CAPACITY)
    ring.writer().use { writer ->
        ring.reader().use { reader ->
            while (writer.transferFrom(from) >= 0) {
                while (reader.transferTo(to) > 0) {}
            }
        }
    }
}

/**
 * One thread reads, another writes, so that a slow reader does not keep the ring from being filled.
 */
private val twoThreads = channels { from, to ->
    val ring = ByteRing.ofCapacity(CAPACITY)
    val writing = Cpu.thread {
        BlockingReader.of(ring.reader()).use { reader ->
            while (reader.transferTo(to) >= 0) {}
        }
    }
    writing.start()
    BlockingWriter.of(ring.writer()).use { writer ->
        while (writer.transferFrom(from) >= 0) {}
    }
    writing.join()
}

/** What everybody writes: an array, from the socket's stream to the other's. */
private val streamLoop = channels { from, to ->
    val array = ByteArray(CAPACITY)
    val input = from.socket().getInputStream()
    val output = to.socket().getOutputStream()
    while (true) {
        val read = input.read(array)
        if (read < 0) break
        output.write(array, 0, read)
    }
}

/** The best of its kind: a direct buffer, and channels. */
private val channelLoop = channels { from, to ->
    val buffer = ByteBuffer.allocateDirect(CAPACITY)
    while (from.read(buffer.clear()) >= 0) {
        buffer.flip()
        while (buffer.hasRemaining()) to.write(buffer)
    }
}

/** Segments that move from the source to the sink. */
private val okioLoop = channels { from, to ->
    val buffer = Buffer()
    val input = from.socket().source()
    val output = to.socket().sink()
    while (input.read(buffer, CAPACITY.toLong()) >= 0) output.write(buffer, buffer.size)
}
