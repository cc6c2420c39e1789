package io.bytering.samples.streams

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.ByteArrayOutputStream
import java.io.EOFException
import java.io.IOException
import java.io.OutputStream
import java.util.concurrent.CountDownLatch
import java.util.zip.GZIPInputStream
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.io.writeString

class CompressWhileMadeSpec :
    FunSpec({
        timeout = 300_000

        test("what is made comes out of its compressed form again") {
            val file = ByteArrayOutputStream()
            compressWhileMade(file) { sink ->
                for (i in 1..200_000) sink.writeString("this is line $i\n")
            }
            file.size() shouldBeLessThan 1_000_000
            var count = 0
            GZIPInputStream(file.toByteArray().inputStream()).reader().forEachLine {
                it shouldBe "this is line ${++count}"
            }
            count shouldBe 200_000
        }

        test("a producer that fails leaves no file that looks complete") {
            val file = ByteArrayOutputStream()
            shouldThrow<IllegalStateException> {
                    compressWhileMade(file) { sink ->
                        sink.use {
                            it.writeString("the first half")
                            error("no second half")
                        }
                    }
                }
                .message shouldBe "no second half"
            shouldThrow<EOFException> {
                GZIPInputStream(file.toByteArray().inputStream()).readAllBytes()
            }
        }

        test("a disk that is full ends the producer") {
            val full =
                object : OutputStream() {
                    override fun write(b: Int): Unit = throw IOException("full")
                }
            shouldThrow<IOException> {
                    compressWhileMade(full) { sink -> while (true) sink.writeString("more") }
                }
                .message shouldBe "full"
        }

        test("a time limit ends both sides, and is no failure: a maker that waits, or is slow") {
            var limit = 50L
            do { // again, if it was over before the maker began
                val file = ByteArrayOutputStream()
                val begun = CountDownLatch(1)
                val idle = CountDownLatch(1)
                withTimeoutOrNull(limit) {
                    compressWhileMade(file) { sink ->
                        try {
                            begun.countDown()
                            while (true) sink.writeString("more")
                        } finally { // cancelled, or its reader was closed first
                            idle.countDown()
                        }
                    }
                } shouldBe null
                if (begun.count == 0L) idle.await()
                limit *= 2
            } while (begun.count > 0)
        }

        test("a reader that waits for a maker is cancelled, and fails nobody") {
            val parent = Job()
            val begun = CountDownLatch(1)
            val ended = CompletableDeferred<Throwable?>()
            CoroutineScope(parent + Dispatchers.IO)
                .launch {
                    compressWhileMade(ByteArrayOutputStream()) { sink ->
                        sink.writeString("more")
                        begun.countDown()
                        while (parent.isActive) Thread.yield()
                    }
                }
                .invokeOnCompletion { ended.complete(it) }
            begun.await()
            parent.cancel()
            ended.await().shouldBeInstanceOf<CancellationException>()
        }
    })
