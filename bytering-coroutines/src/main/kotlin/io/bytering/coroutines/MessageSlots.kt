package io.bytering.coroutines

import java.nio.ByteBuffer

/** What the zero-copy forms of [RingChannel] are made of; they pair the calls. */
@PublishedApi
internal interface MessageSlots {
    /** Enters the sending side. Followed by [commit] with the same size, or [abort]. */
    suspend fun claim(size: Int): ByteBuffer

    fun commit(size: Int)

    fun abort()

    /** Enters the receiving side. Followed by [consume] with what remained, or [release]. */
    suspend fun peek(): ByteBuffer

    fun consume(size: Int)

    fun release()
}
