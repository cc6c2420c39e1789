package io.bytering.samples.hello

import io.bytering.ByteRing
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.minutes
import kotlinx.io.Buffer
import kotlinx.io.readString
import kotlinx.io.writeString

class HelloKotlinxIoSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("lines arrive as they were written") {
            val lines = List(1000) { "line $it" }
            linesBetweenThreads(lines) shouldBe lines
        }

        test("a buffer larger than the ring arrives whole") {
            val text = "é€𝄞".repeat(10_000)
            buffersBetweenCoroutines(Buffer().apply { writeString(text) }).readString() shouldBe
                text
        }

        test("common code reads a ring through an interface of its own") {
            val ring = ByteRing.ofCapacity(100)
            ring.writer().use { it.write("hello".encodeToByteArray(), 0, 5) }
            val feed: ByteFeed = RingFeed(ring.reader())
            val sink = Buffer()
            feed.use { while (it.readAtMostTo(sink, 3) >= 0) {} }
            sink.readString() shouldBe "hello"
            ring.writer().isAbandoned shouldBe true
        }
    })
