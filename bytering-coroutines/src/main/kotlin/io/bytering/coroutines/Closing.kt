@file:JvmName("RingUses")
@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.bytering.item.ItemReader
import io.bytering.item.ItemWriter
import java.nio.Buffer
import kotlin.contracts.ExperimentalContracts
import kotlin.contracts.InvocationKind
import kotlin.contracts.contract

// Kotlin's own `use` closes without a cause, so that a failed block looks like the end of the
// stream. These take its place by their name: an imported extension wins over one of `kotlin`,
// whether it was imported by its name or by a star, and so does one of the same package.

/**
 * Runs the block and closes this writer: the end of the stream if the block returns, also by
 * `return` or `break`; a failure if it throws, a cancellation included. Then the reader gets what
 * was written before, and after it the cause.
 *
 * **Import it**: `import io.bytering.coroutines.use`, or `io.bytering.coroutines.*`. Without that,
 * Kotlin's own function of this name is called, which closes without the cause: the reader of half
 * a stream takes it for a whole one. A value whose static type is only [AutoCloseable] gets
 * Kotlin's as well.
 *
 * @param block given this writer
 * @return what the block returned
 * @throws Throwable what the block has thrown; what the close throws after it is added to that as
 *   suppressed
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> RingWriter.use(block: (writer: RingWriter) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(this) }
}

/**
 * Runs the block and closes this reader: the ring is abandoned. If the block throws, a cancellation
 * included, the writer's next call throws a
 * [RingAbandonedException][io.bytering.RingAbandonedException] that carries the cause. As [use] of
 * a [RingWriter], also in that it must be imported.
 *
 * @param block given this reader
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> RingReader.use(block: (reader: RingReader) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(this) }
}

/**
 * Runs the block and closes this writer, as [use] of a [RingWriter].
 *
 * @param block given this writer
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <B : Buffer, R> ItemWriter<B>.use(block: (writer: ItemWriter<B>) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({
        if (it != null) writer().close(it) // the first close wins
        close()
    }) {
        block(this)
    }
}

/**
 * Runs the block and closes this reader, as [use] of a [RingReader].
 *
 * @param block given this reader
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <B : Buffer, R> ItemReader<B>.use(block: (reader: ItemReader<B>) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({
        if (it != null) reader().close(it)
        close()
    }) {
        block(this)
    }
}

/**
 * Runs the block and closes this writer, as [use] of a [RingWriter].
 *
 * @param block given this writer
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> BlockingWriter.use(block: (writer: BlockingWriter) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(this) }
}

/**
 * Runs the block and closes this reader, as [use] of a [RingReader].
 *
 * @param block given this reader
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> BlockingReader.use(block: (reader: BlockingReader) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(this) }
}

/**
 * Runs the block, then closes this end. If the block fails, the failure is the cause of the close,
 * so the other end does not take it for the end of the stream.
 *
 * Import it: without, the same call means the standard library's `use`, which closes without a
 * cause.
 *
 * @return what the block returned
 */
@OptIn(ExperimentalContracts::class)
public inline fun <R> DuplexEnd.use(block: (end: DuplexEnd) -> R): R {
    contract { callsInPlace(block, InvocationKind.EXACTLY_ONCE) }
    return closing({ close(it) }) { block(this) }
}
