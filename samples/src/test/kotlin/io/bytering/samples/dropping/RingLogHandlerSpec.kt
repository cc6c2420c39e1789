package io.bytering.samples.dropping

import io.bytering.samples.Sinks
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream
import java.nio.channels.Channels
import java.util.concurrent.CountDownLatch
import java.util.logging.Formatter
import java.util.logging.LogRecord
import java.util.logging.Logger
import kotlin.concurrent.thread

class RingLogHandlerSpec :
    FunSpec({
        timeout = 300_000

        val log = ByteArrayOutputStream()

        fun sink(gate: CountDownLatch = CountDownLatch(0)): Sinks {
            log.reset()
            val channel = Channels.newChannel(log)
            return Sinks { src ->
                gate.await()
                src.sumOf { channel.write(it).toLong() }
            }
        }

        fun logger(handler: RingLogHandler): Logger {
            handler.formatter =
                object : Formatter() {
                    override fun format(line: LogRecord) = "${line.message}\n"
                }
            return Logger.getAnonymousLogger().apply {
                useParentHandlers = false
                addHandler(handler)
            }
        }

        test("all lines of many threads arrive whole, each thread's in order") {
            val handler = RingLogHandler(sink(), 1 shl 20)
            val logger = logger(handler)
            List(4) { t -> thread { for (i in 0 until 1000) logger.info("$t $i") } }
                .forEach { it.join() }
            handler.close()
            handler.droppedLines() shouldBe 0
            val lines = "$log".lines().dropLast(1)
            lines shouldHaveSize 4000
            for (t in 0..3) {
                lines.filter { it.startsWith("$t ") } shouldBe List(1000) { "$t $it" }
            }
        }

        test("a sink that hangs holds up nobody: lines are dropped, counted and told about") {
            val hangs = CountDownLatch(1)
            val handler = RingLogHandler(sink(hangs), 1000)
            val logger = logger(handler)
            for (i in 0 until 10_000) logger.info("line $i") // returns, though nothing is written
            val dropped = handler.droppedLines()
            dropped shouldBeGreaterThan 9_000
            hangs.countDown()
            handler.close()
            val lines = "$log".lines().dropLast(1)
            lines.dropLast(1) shouldBe List(10_000 - dropped.toInt()) { "line $it" }
            lines.last() shouldBe "... $dropped lines dropped"
        }

        test("the next line that finds room says how many were dropped before it") {
            val hangs = CountDownLatch(1)
            val handler = RingLogHandler(sink(hangs), 100)
            val logger = logger(handler)
            for (i in 0 until 100) logger.info("line $i")
            val dropped = handler.droppedLines()
            hangs.countDown()
            var more = 0
            do { // some of them may be dropped, too
                val before = handler.droppedLines()
                logger.info("more ${more++}")
            } while (handler.droppedLines() > before)
            handler.close()
            val all = handler.droppedLines()
            all shouldBe dropped + more - 1
            "$log".lines().takeLast(3) shouldBe
                listOf("... $all lines dropped", "more ${more - 1}", "")
        }
    })
