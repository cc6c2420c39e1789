package io.bytering.samples

import io.bytering.ByteRing
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.io.OutputStream
import java.util.zip.ZipEntry
import java.util.zip.ZipInputStream
import java.util.zip.ZipOutputStream
import kotlin.random.Random
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withContext

class HelloSpec :
    FunSpec({
        timeout = 30_000
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
            ZipInputStream(StreamOf.streamOf(::zip)).use {
                it.nextEntry.name shouldBe "all"
                it.readBytes() shouldBe bytes
                it.nextEntry shouldBe null
            }
        }

        test("in Java: half of a stream does not look like all of it") {
            val failing = StreamOf.streamOf { out ->
                out.use {
                    it.write(bytes, 0, 10)
                    throw IOException("the disk is gone")
                }
            }
            failing.readNBytes(10) shouldBe bytes.copyOf(10)
            shouldThrow<IOException> { failing.read() }.cause!!.message shouldBe "the disk is gone"
        }

        test("in Java: the writing ends when nobody reads") {
            val end = CompletableDeferred<Throwable>()
            val endless = StreamOf.streamOf { out ->
                try {
                    while (true) out.write(bytes)
                } catch (e: IOException) {
                    end.complete(e)
                    throw e
                }
            }
            endless.readNBytes(100).size shouldBe 100
            endless.close()
            end.await().javaClass.simpleName shouldBe "RingAbandonedException"
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
