package io.bytering.okio

import io.bytering.ByteRing
import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.blocking.DuplexPipe
import java.io.IOException

/** What cancels a pipe or a socket: the cause that both halves are closed with. */
private class Canceled : IOException("canceled")

internal fun ByteRing.cancel() = close(Canceled())

internal fun DuplexPipe.End.cancel() = close(Canceled())

/** For a call at a reader that was not closed by its source. */
internal fun RingReader.closedElsewhere() = closedElsewhere("the ring's reader", closeCause())

/** For a call at a writer that was not closed by its sink. */
internal fun RingWriter.closedElsewhere() = closedElsewhere("the ring's writer", closeCause())

private fun closedElsewhere(what: String, cause: Throwable?) =
    when (cause) {
        null -> IOException("$what is closed")
        is Canceled -> IOException("canceled", cause)
        else -> IOException("$what is closed: $cause", cause)
    }

/** As it is, unless it tells of a cancel. */
internal fun IOException.orCanceled(): IOException =
    if (cause is Canceled) IOException("canceled", cause) else this
