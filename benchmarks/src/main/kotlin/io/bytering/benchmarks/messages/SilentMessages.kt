package io.bytering.benchmarks.messages

import io.bytering.ByteRing
import io.bytering.benchmarks.duel.Pipe
import io.bytering.benchmarks.variants.EditedCore
import io.bytering.storage.Storage

/** A ring for spinners. */
internal fun silentRing(capacity: Int, storage: Storage = Storage.direct()): ByteRing =
    ByteRing.builder().capacity(capacity).storage(storage).signals(false).build()

/** Messages of one size in such a ring. A class, so that [EditedCore] can load it. */
class SilentMessages : (Int, Int) -> Pipe {
    override fun invoke(capacity: Int, size: Int): Pipe = RingMessages(silentRing(capacity), size)
}
