package io.bytering.coroutines

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

private const val RINGS = 10_000
private const val BYTES = 100

class ManyRingsSpec :
    FunSpec({
        timeout = 50.seconds.inWholeMilliseconds

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
    })
