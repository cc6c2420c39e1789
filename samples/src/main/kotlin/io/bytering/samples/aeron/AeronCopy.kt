package io.bytering.samples.aeron

import io.aeron.Aeron
import io.aeron.AeronCounters.DRIVER_SUBSCRIBER_POSITION_TYPE_ID
import io.aeron.AeronCounters.SYSTEM_COUNTER_ID_RETRANSMITS_SENT
import io.aeron.Image
import io.aeron.Subscription
import io.aeron.driver.MediaDriver
import io.aeron.driver.ThreadingMode
import io.aeron.exceptions.AeronException
import io.bytering.ByteRing
import io.bytering.RingAbandonedException
import io.bytering.RingWriter
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.coroutines.use
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.channels.GatheringByteChannel
import java.nio.file.Path
import kotlin.concurrent.thread
import kotlin.system.exitProcess
import org.agrona.concurrent.BackoffIdleStrategy
import org.agrona.concurrent.status.CountersReader.NULL_COUNTER_ID

private const val STREAM = 7
private const val RING = 256 * 1024

/**
 * A file from one machine to another, over Aeron, which sees to order, loss and flow control:
 *
 *     receive CHANNEL >FILE     for example aeron:udp?endpoint=0.0.0.0:7000
 *     send CHANNEL FILE         for example aeron:udp?endpoint=that-machine:7000
 *
 * A sender whose receiver is gone waits for the next one, and begins from the start. A receiver
 * whose sender is gone fails: its starter has to start another. With `aeron:ipc`, both on one
 * machine, the receiver's driver serves both: give both the same `-Daeron.dir`.
 */
fun main(arguments: Array<String>) {
    try {
        when (arguments.firstOrNull() to arguments.size) {
            "send" to 3 -> sendFile(arguments[1], Path.of(arguments[2]))
            "receive" to 2 -> receive(arguments[1], FileOutputStream(FileDescriptor.out).channel)
            else ->
                fail("usage: AeronCopyKt send CHANNEL FILE | AeronCopyKt receive CHANNEL > FILE")
        }
    } catch (e: IOException) {
        val why = e.cause ?: e
        fail(if (why is PeerLostException) why.message else "$why")
    } catch (e: AeronException) {
        fail(e.message)
    }
}

private fun fail(why: String?) {
    System.err.println(why)
    exitProcess(1)
}

/** Sends a file until a receiver has got all of it. */
fun sendFile(channel: String, file: Path) {
    withAeron(ownDriver = !channel.startsWith("aeron:ipc")) { aeron ->
        var report: String?
        do {
            report =
                try {
                    sendOnce(aeron, channel, file)
                } catch (e: PeerLostException) {
                    System.err.println("${e.message}; once more")
                    null
                }
        } while (report == null)
        System.err.println(report)
    }
}

private fun sendOnce(aeron: Aeron, channel: String, file: Path): String {
    val ring = ByteRing.ofCapacity(RING)
    aeron.addExclusivePublication(channel, STREAM).use { publication ->
        FileChannel.open(file).use { source ->
            thread(isDaemon = true) {
                ring.writer().closingWith { writer ->
                    val waiting = BlockingWriter.of(writer)
                    while (waiting.transferFrom(source) >= 0) {}
                }
            }
            ring.reader().use { reader ->
                val heldUp = reader.sendTo(publication)
                val again =
                    aeron.countersReader().getCounterValue(SYSTEM_COUNTER_ID_RETRANSMITS_SENT)
                return "sent ${reader.position()} bytes, held up $heldUp times, $again retransmits"
            }
        }
    }
}

/** Receives one stream. */
fun receive(channel: String, sink: GatheringByteChannel) {
    val ring = ByteRing.ofCapacity(RING)
    withAeron(ownDriver = true) { aeron ->
        aeron.addSubscription(channel, STREAM).use { subscription ->
            thread(isDaemon = true) {
                ring.writer().closingWith { it.receiveFrom(subscription.awaitStream()) }
            }
            BlockingReader.of(ring.reader()).use { while (it.transferTo(sink) >= 0) {} }
            subscription.leave(aeron)
        }
    }
    System.err.println("received ${ring.reader().position()} bytes")
}

/**
 * The next stream from its beginning. One that is under way, to somebody who is gone, is refused.
 */
private fun Subscription.awaitStream(): Image {
    val refused = HashSet<Int>()
    val idle = BackoffIdleStrategy()
    while (true) {
        for (image in images()) {
            if (image.joinPosition() == 0L) return image
            if (refused.add(image.sessionId())) image.reject("has begun before")
        }
        idle.idle()
    }
}

/** Waits until the driver knows that nobody listens any more, and so the sender. */
private fun Subscription.leave(aeron: Aeron) {
    close()
    val counters = aeron.countersReader()
    val idle = BackoffIdleStrategy()
    fun counter() =
        counters.findByTypeIdAndRegistrationId(
            DRIVER_SUBSCRIBER_POSITION_TYPE_ID,
            registrationId(),
        )
    while (counter() != NULL_COUNTER_ID) idle.idle()
}

/** Closes the ring at the end, or with the failure that prevented it. */
private fun RingWriter.closingWith(write: (RingWriter) -> Unit) {
    try {
        write(this)
        close()
    } catch (_: RingAbandonedException) {
        close()
    } catch (e: Throwable) {
        close(e)
    }
}

/** A driver within the program: one thread, that sleeps when there is nothing to do. */
private fun <T> withAeron(ownDriver: Boolean, block: (Aeron) -> T): T {
    if (!ownDriver) return Aeron.connect().use(block)
    val sparing =
        MediaDriver.Context()
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(BackoffIdleStrategy())
            .dirDeleteOnShutdown(true)
    return MediaDriver.launchEmbedded(sparing).use { driver ->
        Aeron.connect(Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName())).use(block)
    }
}
