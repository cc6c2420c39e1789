@file:JvmName("SuspendingUses")
@file:JvmSynthetic

package io.bytering.coroutines

import kotlin.contracts.ExperimentalContracts
import kotlin.contracts.InvocationKind
import kotlin.contracts.contract
import kotlin.jvm.JvmName
import kotlin.jvm.JvmSynthetic

/**
 * Runs the block, then closes this sink, which is the end of the stream. If the block fails, the
 * failure is the cause of the close, so nobody takes half a stream for a whole one.
 *
 * Import it: without, the same call means the standard library's `use`, which closes without a
 * cause.
 *
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> SuspendingSink.use(block: (sink: SuspendingSink) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(this) }
}

/**
 * Runs the block, then closes this source. If the block fails, the failure is the cause of the
 * close, and the writing side gets it. To be imported, as [use] of a sink.
 *
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> SuspendingSource.use(block: (source: SuspendingSource) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(this) }
}

/** Closes after the block, with its failure if it fails, and also if it leaves by a jump. */
@PublishedApi
@OptIn(ExperimentalContracts::class)
internal inline fun <R> closing(close: (cause: Throwable?) -> Unit, block: () -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    var failure: Throwable? = null
    try {
        return block()
    } catch (e: Throwable) {
        failure = e
        throw e
    } finally {
        if (failure == null) {
            close(null)
        } else {
            try {
                close(failure)
            } catch (e: Throwable) {
                if (e !== failure) failure.addSuppressed(e)
            }
        }
    }
}
