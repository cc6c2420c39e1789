package io.bytering.coroutines.io

import io.bytering.ByteRing
import io.bytering.coroutines.asRawSink
import io.bytering.coroutines.asRawSource
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.io.Buffer
import kotlinx.io.Sink
import kotlinx.io.Source
import kotlinx.io.buffered
import kotlinx.io.indexOf
import kotlinx.io.readByteArray
import kotlinx.io.readIntLe
import kotlinx.io.readLine
import kotlinx.io.readString
import kotlinx.io.readTo
import kotlinx.io.writeIntLe
import kotlinx.io.writeString

/** kotlinx-io's own readers and writers, on both ends of a ring of which none is large enough. */
internal class BufferedSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        /** Writes on another thread, closes, reads to the end. */
        suspend fun <T> through(capacity: Int, write: (Sink) -> Unit, read: (Source) -> T): T =
            coroutineScope {
                val ring = ByteRing.ofCapacity(capacity)
                val writing =
                    async(Dispatchers.IO) { ring.writer().asRawSink().buffered().use(write) }
                val reading =
                    async(Dispatchers.IO) {
                        ring.reader().asRawSource().buffered().use { source ->
                            read(source).also { source.exhausted() shouldBe true }
                        }
                    }
                writing.await()
                reading.await()
            }

        for (capacity in listOf(1, 7, 64, 8192)) {
            test("lines: $capacity") {
                val lines = List(200) { "line $it " + "x".repeat(it) }
                through(
                    capacity,
                    { sink -> lines.forEach { sink.writeString("$it\r\n") } },
                    { source -> generateSequence { source.readLine() }.toList() },
                ) shouldBe lines
            }

            test("UTF-8, of which every character lies over the wrap some time: $capacity") {
                val text = "é € 𝄞 – ".repeat(200)
                through(capacity, { it.writeString(text) }, { it.readString() }) shouldBe text
            }

            test("ints, longs and bytes: $capacity") {
                through(
                    capacity,
                    { sink ->
                        for (i in 0 until 500) {
                            sink.writeInt(i)
                            sink.writeByte(i.toByte())
                            sink.writeLong(i * -1L)
                            sink.writeIntLe(i)
                        }
                    },
                    { source ->
                        for (i in 0 until 500) {
                            source.readInt() shouldBe i
                            source.readByte() shouldBe i.toByte()
                            source.readLong() shouldBe i * -1L
                            source.readIntLe() shouldBe i
                        }
                    },
                )
            }

            test("transferFrom and transferTo: $capacity") {
                val copy = Buffer()
                through(
                    capacity,
                    { it.transferFrom(bufferOf(0, 9000)) shouldBe 9000 },
                    { it.transferTo(copy) shouldBe 9000 },
                )
                copy.shouldHold(0, 9000)
            }

            test("peek, and then the same again: $capacity") {
                through(
                    capacity,
                    { it.write(bytes(0, 3000)) },
                    { source ->
                        source.peek().readByteArray(2000).toList() shouldBe bytes(0, 2000).toList()
                        source.readByteArray().toList() shouldBe bytes(0, 3000).toList()
                    },
                )
            }

            test("indexOf: $capacity") {
                through(
                    capacity,
                    { it.write(bytes(0, 600)) },
                    { source ->
                        source.indexOf(250.toByte()) shouldBe 250
                        source.indexOf(250.toByte(), 251) shouldBe 501
                        source.indexOf(255.toByte()) shouldBe -1
                        source.skip(600)
                    },
                )
            }

            test("readByteArray and readTo, of a known count: $capacity") {
                through(
                    capacity,
                    { it.write(bytes(0, 777)) },
                    { source ->
                        source.readByteArray(333).toList() shouldBe bytes(0, 333).toList()
                        val rest = ByteArray(444)
                        source.readTo(rest)
                        rest.toList() shouldBe bytes(333, 444).toList()
                    },
                )
            }

            test("one ring into the next: $capacity") {
                through(
                    capacity,
                    { it.write(bytes(0, 5000)) },
                    { source ->
                        val next = ByteRing.ofCapacity(5000)
                        source.transferTo(next.writer().asRawSink()) shouldBe 5000
                        next.reader().takeAll()
                    },
                )
            }
        }

        test("a source that is asked whether it is exhausted waits for the answer") {
            val ring = ByteRing.ofCapacity(7)
            val source = ring.reader().asRawSource().buffered()
            val asking = blocked { source.exhausted() }
            ring.writer().put(1)
            asking.outcome().getOrThrow() shouldBe false
            source.readByte() shouldBe byteAt(0)
            ring.writer().close()
            source.exhausted() shouldBe true
        }

        test("a flush makes readable what is there, a line at a time") {
            val ring = ByteRing.ofCapacity(64)
            val sink = ring.writer().asRawSink().buffered()
            val source = ring.reader().asRawSource().buffered()
            repeat(50) {
                sink.writeString("question $it\n")
                sink.flush()
                source.readLine() shouldBe "question $it"
            }
        }
    })
