package io.bytering.okio

import io.bytering.blocking.DuplexPipe
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.funSpec
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.io.InterruptedIOException
import java.util.concurrent.TimeUnit.MILLISECONDS
import okio.Socket
import okio.buffer
import okio.inMemorySocketPair

/** What okio says of sockets, for a connected pair with room for 1 KiB each way. */
private fun socketContract(pair: () -> Pair<Socket, Socket>) = funSpec {
    test("lines go both ways") {
        val (here, there) = pair()
        val answering = Elsewhere {
            there.source.buffer().use { source ->
                there.sink.buffer().use { sink ->
                    while (true) {
                        val line = source.readUtf8Line() ?: break
                        sink.writeUtf8("$line!\n").flush()
                    }
                }
            }
        }
        val source = here.source.buffer()
        val sink = here.sink.buffer()
        for (line in listOf("one", "two", "three")) {
            sink.writeUtf8("$line\n").flush()
            source.readUtf8Line() shouldBe "$line!"
        }
        sink.close()
        source.exhausted() shouldBe true
        answering.get()
        source.close()
    }

    test("each direction is closed for itself") {
        val (here, there) = pair()
        there.source.close()
        here.sink.close()
        there.sink.write("to here")
        here.source.readText() shouldBe "to here"

        val (left, right) = pair()
        right.sink.close()
        left.source.close()
        left.sink.write("to the right")
        right.source.readText() shouldBe "to the right"
    }

    test("after a cancel reads and writes fail, and closes do not") {
        val (here, there) = pair()
        there.sink.write("lost")
        here.cancel()
        here.cancel()
        shouldThrow<IOException> { here.source.readText() }.message shouldBe "canceled"
        shouldThrow<IOException> { here.sink.write("a") }.message shouldBe "canceled"
        shouldThrow<IOException> { here.sink.flush() }.message shouldBe "canceled"
        here.sink.close()
        here.source.close()
    }

    test("a cancel ends a read and a write that wait") {
        val (here, _) = pair()
        val reading = Elsewhere { here.source.readText() }
        val writing = Elsewhere { here.sink.write("x".repeat(5000)) }
        reading.awaitWaiting()
        writing.awaitWaiting()
        here.cancel()
        shouldThrow<IOException> { reading.get() }.message shouldBe "canceled"
        shouldThrow<IOException> { writing.get() }.message shouldBe "canceled"
    }

    test("the other end's cancel fails a strict read, and a write") {
        val (here, there) = pair()
        there.cancel()
        shouldThrow<IOException> { here.source.buffer().readUtf8LineStrict() }
        shouldThrow<IOException> { here.sink.write("x".repeat(5000)) }
    }

    test("reads and writes have their own time limits") {
        val (here, _) = pair()
        here.source.timeout().timeout(50, MILLISECONDS)
        here.sink.timeout().timeout(50, MILLISECONDS)
        shouldThrow<InterruptedIOException> { here.source.readText() }
        shouldThrow<InterruptedIOException> { here.sink.write("x".repeat(5000)) }
    }
}

/** okio's own: what the contract asks for is what it does. */
class OkioSocketSpec :
    FunSpec({
        include(
            socketContract {
                val (first, second) = inMemorySocketPair(1024)
                first to second
            }
        )
    })

class EndSocketSpec :
    FunSpec({
        include(
            socketContract {
                val pipe = DuplexPipe.ofCapacity(1024)
                pipe.first().asSocket() to pipe.second().asSocket()
            }
        )
    })
