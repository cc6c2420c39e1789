package io.bytering.coroutines

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.Waiter
import io.bytering.message.MessageReader
import io.bytering.message.MessageWriter
import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation

/**
 * A suspended coroutine at the door of a half: one object is both what the other half wakes and
 * what a cancellation calls.
 */
internal abstract class ContinuationWaiter(
    private val continuation: CancellableContinuation<Unit>
) : Waiter, (Throwable?) -> Unit {
    /**
     * On the thread of the other half, which has published and holds no lock. Ignored by a
     * cancelled coroutine.
     */
    override fun wake() {
        continuation.resume(Unit)
    }

    /** For the message to a second waiter: it tells who waits already. */
    override fun toString(): String = "$continuation"
}

internal class ReaderWaiter(
    private val reader: RingReader,
    continuation: CancellableContinuation<Unit>,
) : ContinuationWaiter(continuation) {
    override fun invoke(cause: Throwable?) {
        reader.disarm(this)
    }
}

internal class WriterWaiter(
    private val writer: RingWriter,
    continuation: CancellableContinuation<Unit>,
) : ContinuationWaiter(continuation) {
    override fun invoke(cause: Throwable?) {
        writer.disarm(this)
    }
}

internal class MessageReaderWaiter(
    private val reader: MessageReader,
    continuation: CancellableContinuation<Unit>,
) : ContinuationWaiter(continuation) {
    override fun invoke(cause: Throwable?) {
        reader.disarm(this)
    }
}

internal class MessageWriterWaiter(
    private val writer: MessageWriter,
    continuation: CancellableContinuation<Unit>,
) : ContinuationWaiter(continuation) {
    override fun invoke(cause: Throwable?) {
        writer.disarm(this)
    }
}
