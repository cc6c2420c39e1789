package io.bytering.samples.hello

import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.io.OutputStream
import java.util.zip.GZIPInputStream
import java.util.zip.ZipEntry
import java.util.zip.ZipInputStream
import java.util.zip.ZipOutputStream
import kotlin.random.Random
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withContext

class HelloSpec :
    FunSpec({
        timeout = 300_000
        val bytes = Random(5).nextBytes(1_000_003)

        test("in Java: what one thread writes, another reads") {
            HelloRing.hello() shouldBe "hello from the other thread"
        }

        test("in Java: messages are built and taken in place, until there is no room") {
            HelloRing.halves() shouldBe 10
            val ring = ByteRing.ofCapacity(25)
            HelloRing.offer(ring.writer(), 1, 40) shouldBe true
            HelloRing.offer(ring.writer(), 2, 2) shouldBe true
            HelloRing.offer(ring.writer(), 3, 0) shouldBe false
            HelloRing.sumOfMessages(ring.reader()) shouldBe 42
        }

        test("in Kotlin: what one coroutine writes, another reads") {
            val names = List(1000) { "number $it" }
            hello(names) shouldBe names.map { "hello $it" }
        }

        fun zip(out: OutputStream) =
            ZipOutputStream(out).use {
                it.putNextEntry(ZipEntry("all"))
                it.write(bytes)
            }

        test("in Java: an archive is read while it is written") {
            HelloRing.archive(mapOf("all" to bytes)).use {
                val zip = ZipInputStream(it)
                zip.nextEntry.name shouldBe "all"
                zip.readBytes() shouldBe bytes
                zip.nextEntry shouldBe null
            }
        }

        test("in Java: half of a stream does not look like all of it") {
            fun failing(out: OutputStream) {
                out.write(bytes, 0, 10)
                throw IOException("the disk is gone")
            }
            for (send in listOf(HelloRing::compress, HelloRing::send)) {
                val ring = ByteRing.ofCapacity(1000)
                shouldThrow<IOException> { send(BlockingWriter.of(ring.writer()), ::failing) }
                val stream = BlockingReader.of(ring.reader()).inputStream()
                shouldThrow<IOException> { stream.readAllBytes() }.cause shouldBe
                    ring.reader().failure()
            }
            val ring = ByteRing.ofCapacity(1000)
            HelloRing.compress(BlockingWriter.of(ring.writer())) { it.write(bytes, 0, 100) }
            GZIPInputStream(BlockingReader.of(ring.reader()).inputStream()).readBytes() shouldBe
                bytes.copyOf(100)
        }

        test("in Kotlin: an archive is read while it is written") {
            coroutineScope {
                val stream = inputStreamOf(::zip)
                withContext(Dispatchers.IO) {
                    ZipInputStream(stream).use {
                        it.nextEntry.name shouldBe "all"
                        it.readBytes() shouldBe bytes
                    }
                }
            }
        }

        test("in Kotlin: half of a stream does not look like all of it, and the scope fails") {
            shouldThrow<IllegalStateException> {
                    coroutineScope {
                        val failing = inputStreamOf { out ->
                            out.use {
                                it.write(bytes, 0, 10)
                                it.flush()
                                error("no more")
                            }
                        }
                        failing.readNBytes(10) shouldBe bytes.copyOf(10)
                        shouldThrow<IOException> { failing.read() }.cause!!.message shouldBe
                            "no more"
                    }
                }
                .message shouldBe "no more"
        }

        test("in Kotlin: the writing ends when nobody reads") {
            coroutineScope {
                val endless = inputStreamOf { out -> while (true) out.write(bytes) }
                endless.readNBytes(100).size shouldBe 100
                endless.close()
            }
        }
    })
