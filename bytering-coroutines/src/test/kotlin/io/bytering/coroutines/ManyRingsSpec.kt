package io.bytering.coroutines

import io.bytering.ByteRing
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.lang.ref.WeakReference
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

private const val RINGS = 10_000
private const val BYTES = 100
private const val FORGOTTEN = 100_000
private const val FORGOTTEN_CAPACITY = 12_000

class ManyRingsSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("$RINGS rings are alive at once, with a coroutine on each end") {
            val alive = AtomicInteger()
            val all = CompletableDeferred<Unit>()
            val ended = AtomicInteger()
            withContext(Dispatchers.Default) {
                repeat(RINGS) { number ->
                    val ring = heapRing(16)
                    launch {
                        val bytes = counted(number.toLong(), BYTES)
                        ring.writer().use {
                            it.writeFully(bytes, 0, BYTES / 2)
                            if (alive.incrementAndGet() == RINGS) all.complete(Unit)
                            all.await()
                            it.writeFully(bytes, BYTES / 2)
                        }
                    }
                    launch {
                        ring.reader().use {
                            val bytes = ByteArray(BYTES)
                            it.readFully(bytes)
                            check(bytes, BYTES, number.toLong())
                            it.awaitReadable() shouldBe false
                        }
                        ended.incrementAndGet()
                    }
                }
            }
            ended.get() shouldBe RINGS
        }

        test("$FORGOTTEN forgotten rings take the coroutines asleep on them along") {
            val resumed = AtomicInteger()
            val rings = List(FORGOTTEN) { forgotten(resumed) } // more in all than fits into memory
            val start = TimeSource.Monotonic.markNow()
            while (rings.any { it.get() != null }) {
                check(start.elapsedNow() < 4.minutes) {
                    "${rings.count { it.get() != null }} rings are left"
                }
                System.gc()
            }
            resumed.get() shouldBe 0
        }
    })

@OptIn(DelicateCoroutinesApi::class)
private fun forgotten(resumed: AtomicInteger): WeakReference<ByteRing> {
    val ring = heapRing(FORGOTTEN_CAPACITY)
    GlobalScope.launch(Dispatchers.Unconfined) {
        ring.reader().awaitReadable()
        resumed.incrementAndGet()
    }
    return WeakReference(ring)
}
