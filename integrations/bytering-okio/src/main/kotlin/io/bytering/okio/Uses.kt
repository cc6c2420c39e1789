@file:JvmName("RingOkioUses")
@file:JvmSynthetic

package io.bytering.okio

import io.bytering.RingReader
import io.bytering.RingWriter
import kotlin.contracts.ExperimentalContracts
import kotlin.contracts.InvocationKind
import kotlin.contracts.contract
import okio.BufferedSink
import okio.BufferedSource
import okio.ForwardingSink
import okio.ForwardingSource
import okio.buffer

/**
 * Runs the block with this writer as a buffered sink, writes what that still holds, and closes the
 * writer. If something fails, the failure is the cause of the close: the reader gets it after the
 * last byte that went into the sink, in place of the end. Closing the sink only writes what it
 * holds.
 *
 * @param block writes; the sink is valid only within it
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> RingWriter.useSink(block: (sink: BufferedSink) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    val sink = unclosed()
    return closing({ close(it) }) { closing({ sink.close() }) { block(sink) } }
}

/**
 * Runs the block with this reader as a buffered source, then closes the reader. If the block fails,
 * the failure is the cause of the close, and the writer gets it. Closing the source closes only
 * that.
 *
 * The source reads ahead, up to 8 KiB; what it has read ahead when the block ends is lost.
 *
 * @param block reads; the source is valid only within it
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> RingReader.useSource(block: (source: BufferedSource) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(unclosed()) }
}

@PublishedApi
internal fun RingWriter.unclosed(): BufferedSink =
    object : ForwardingSink(asSink()) {
            override fun close() {}
        }
        .buffer()

@PublishedApi
internal fun RingReader.unclosed(): BufferedSource =
    object : ForwardingSource(asSource()) {
            override fun close() {}
        }
        .buffer()

@PublishedApi
@OptIn(ExperimentalContracts::class)
internal inline fun <R> closing(close: (cause: Throwable?) -> Unit, block: () -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    val result =
        try {
            block()
        } catch (e: Throwable) {
            try {
                close(e)
            } catch (again: Throwable) {
                e.addSuppressed(again)
            }
            throw e
        }
    close(null)
    return result
}
