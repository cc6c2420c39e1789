@file:JvmSynthetic

package io.bytering.coroutines

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.internal.WaitEvents

// For JDK Flight Recorder. Only where it records: a wait that nobody records has no state for it.

private const val STRATEGY = "suspension"

internal suspend fun <T> RingReader.recorded(event: Any, amount: Int, wait: suspend () -> T): T =
    try {
        wait()
    } finally {
        WaitEvents.end(event, statistics().name(), "reader", position(), amount, STRATEGY)
    }

internal suspend fun <T> RingWriter.recorded(event: Any, amount: Int, wait: suspend () -> T): T =
    try {
        wait()
    } finally {
        WaitEvents.end(event, statistics().name(), "writer", position(), amount, STRATEGY)
    }
