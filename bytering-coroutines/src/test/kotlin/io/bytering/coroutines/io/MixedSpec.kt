package io.bytering.coroutines.io

import io.bytering.coroutines.asRawSink
import io.bytering.coroutines.asRawSource
import io.bytering.coroutines.asSuspendingSink
import io.bytering.coroutines.asSuspendingSource
import io.kotest.core.spec.style.FunSpec
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.io.Buffer
import kotlinx.io.buffered

/** One end blocks, the other suspends: they wake each other. */
internal class MixedSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        for (shape in SHAPES) {
            test("a blocking source and a suspending sink: $shape") {
                coroutineScope {
                    val ring = shape.ring()
                    val reading =
                        async(Dispatchers.IO) {
                            val copy = Buffer()
                            ring.reader().asRawSource().buffered().use { it.transferTo(copy) }
                            copy
                        }
                    ring.writer().asSuspendingSink().use { sink ->
                        val source = bufferOf(0, shape.enough)
                        while (source.size > 0) sink.write(source, minOf(source.size, 11))
                    }
                    reading.await().shouldHold(0, shape.enough)
                }
            }

            test("a suspending source and a blocking sink: $shape") {
                coroutineScope {
                    val ring = shape.ring()
                    launch(Dispatchers.IO) {
                        ring.writer().asRawSink().buffered().use {
                            it.transferFrom(bufferOf(0, shape.enough))
                        }
                    }
                    val source = ring.reader().asSuspendingSource()
                    val copy = Buffer()
                    while (source.readAtMostTo(copy, 13) > 0) {}
                    copy.shouldHold(0, shape.enough)
                }
            }

            test("a suspending source and a suspending sink, on one thread: $shape") {
                withContext(Dispatchers.Default.limitedParallelism(1)) {
                    val ring = shape.ring()
                    launch {
                        ring.writer().asSuspendingSink().use {
                            it.write(bufferOf(0, shape.enough), shape.enough.toLong())
                        }
                    }
                    val source = ring.reader().asSuspendingSource()
                    val copy = Buffer()
                    while (source.readAtMostTo(copy, Long.MAX_VALUE) > 0) {}
                    copy.shouldHold(0, shape.enough)
                }
            }
        }
    })
