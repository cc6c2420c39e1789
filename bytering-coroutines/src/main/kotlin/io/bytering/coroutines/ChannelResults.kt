@file:JvmSynthetic
@file:OptIn(InternalCoroutinesApi::class)

package io.bytering.coroutines

import kotlinx.coroutines.InternalCoroutinesApi
import kotlinx.coroutines.channels.ChannelResult

// kotlinx.coroutines reserves these constructors for itself. They are used here alone, so that a
// change of theirs is met here alone.

internal fun <T> succeeded(value: T): ChannelResult<T> = ChannelResult.success(value)

/** Not now: there is no room, or no message. */
internal fun <T> failedNow(): ChannelResult<T> = ChannelResult.failure()

internal fun <T> closedBy(cause: Throwable?): ChannelResult<T> = ChannelResult.closed(cause)
