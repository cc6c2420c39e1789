package io.bytering.coroutines

import io.bytering.ByteRing
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempfile
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import java.time.Duration
import jdk.jfr.Recording
import jdk.jfr.consumer.RecordedEvent
import jdk.jfr.consumer.RecordingFile
import kotlinx.coroutines.Job
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield

class WaitEventsSpec :
    FunSpec({
        // The packed jar, which has overlays.
        val told = ByteRing::class.java.getResource("ByteRing.class")!!.protocol == "jar"

        suspend fun recorded(action: suspend () -> Unit): List<RecordedEvent> =
            Recording().use { recording ->
                recording.enable("io.bytering.RingWait").withThreshold(Duration.ZERO)
                recording.start()
                action()
                recording.stop()
                val file = tempfile().toPath()
                recording.dump(file)
                RecordingFile.readAllEvents(file).filter {
                    it.eventType.name == "io.bytering.RingWait"
                }
            }

        test("suspensions are told, however they end") {
            val ring = ByteRing.builder().capacity(8).name("lines").build()
            val events = recorded {
                coroutineScope {
                    launch { ring.reader().awaitReadable(3) }
                    yield()
                    ring.writer().write(ByteArray(8), 0, 8)
                }
                coroutineScope {
                    val givesUp: Job = launch { ring.writer().awaitClaim(5) }
                    yield()
                    givesUp.cancel()
                }
            }
            val texts = events.map {
                "${it.getString("ring")} ${it.getString("side")} ${it.getInt("amount")} ${it.getString("strategy")}"
            }
            if (told) {
                texts shouldContainExactlyInAnyOrder
                    listOf("lines reader 3 suspension", "lines writer 5 suspension")
            } else {
                texts.shouldBeEmpty()
            }
        }

        test("what need not suspend is not told") {
            val ring = ByteRing.ofCapacity(8)
            recorded {
                ring.writer().awaitWritable(8)
                ring.writer().write(ByteArray(8), 0, 8)
                ring.reader().awaitReadable(8)
            }
                .shouldBeEmpty()
        }
    })
