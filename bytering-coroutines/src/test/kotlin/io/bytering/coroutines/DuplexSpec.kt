package io.bytering.coroutines

import io.bytering.RingAbandonedException
import io.bytering.RingClosedException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class DuplexSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        test("what is written at one end is read at the other, both ways") {
            val (client, server) = duplexRing(16)
            client.writer.writeFully(counted(0, 16))
            server.writer.writeFully(counted(7, 16))
            val dst = ByteArray(16)
            server.reader.readFully(dst)
            dst shouldBe counted(0, 16)
            client.reader.readFully(dst)
            dst shouldBe counted(7, 16)
        }

        test("a server answers lines until its client says that no more will come") {
            val (client, server) = duplexRing(64)
            withContext(Dispatchers.Default) {
                launch {
                    server.use {
                        while (true) {
                            val line = it.reader.readLine() ?: break
                            it.writer.writeFully("<$line>\n".encodeToByteArray())
                        }
                    }
                }
                launch {
                    repeat(2_000) { client.writer.writeFully("$it\n".encodeToByteArray()) }
                    client.writer.close()
                }
                repeat(2_000) { client.reader.readLine() shouldBe "<$it>" }
                client.reader.readLine() shouldBe null
            }
        }

        test("closing an end ends both directions for the other one, with its cause") {
            val cause = Exception("connection reset")
            val (client, server) = duplexRing(16)
            client.writer.writeFully(counted(0, 3))
            client.close(cause)
            client.close()
            server.reader.readFully(ByteArray(3))
            runCatching { server.reader.awaitReadable() }.exceptionOrNull() shouldBeSameInstanceAs
                cause
            shouldThrow<RingAbandonedException> { server.writer.writeFully(ByteArray(1)) }
                .cause shouldBeSameInstanceAs cause
        }

        test("closing an end hands its cause to a call that waits at that very end") {
            val cause = Exception("connection reset")
            val (client, _) = duplexRing(16)
            client.writer.writeFully(ByteArray(16))
            val waits =
                listOf<suspend () -> Unit>(
                        { client.reader.awaitReadable() },
                        { client.writer.writeFully(ByteArray(1)) },
                    )
                    .map { wait -> async(start = UNDISPATCHED) { runCatching { wait() } } }
            client.close(cause)
            for (wait in waits) {
                val thrown = wait.await().exceptionOrNull()
                thrown.shouldBeInstanceOf<RingClosedException>().cause shouldBeSameInstanceAs cause
            }
        }

        test("a waiter that throws keeps no half open, at one end or at both") {
            val closes =
                listOf<(DuplexRing) -> Unit>(
                    { it.first.close() },
                    { it.first.close(Exception()) },
                    { it.close() },
                    { it.close(Exception()) },
                )
            for (close in closes) {
                val whole = duplexRing(16)
                val sent = IllegalArgumentException("by a waiter")
                whole.second.reader.arm({ throw sent }, 1)
                runCatching { close(whole) }.exceptionOrNull() shouldBeSameInstanceAs sent
                whole.first.writer.isClosed shouldBe true
                whole.first.reader.isClosed shouldBe true
                close(whole)
            }
        }

        test("closing the whole with a cause tells both ends") {
            val cause = Exception("shutdown")
            val (client, server) = duplexRing(16).also { it.close(cause) }
            for (end in listOf(client, server)) {
                end.reader.closeCause() shouldBeSameInstanceAs cause
                end.writer.closeCause() shouldBeSameInstanceAs cause
            }
        }

        test("what fails within use is told to the other end") {
            val cause = Exception("half of it")
            val (client, server) = duplexRing(16)
            val thrown = runCatching {
                client.use {
                    it.writer.writeFully(ByteArray(5))
                    throw cause
                }
            }
            thrown.exceptionOrNull() shouldBeSameInstanceAs cause
            server.reader.readFully(ByteArray(5))
            runCatching { server.reader.awaitReadable() }.exceptionOrNull() shouldBeSameInstanceAs
                cause
        }

        test("closing the whole closes all four halves, and the words say so") {
            val whole = duplexRing(1)
            whole.toString() shouldBe
                "DuplexRing[DuplexEnd[reader open, writer open], DuplexEnd[reader open, writer open]]"
            whole.use {}
            whole.first.reader.isClosed && whole.first.writer.isClosed shouldBe true
            whole.second.toString() shouldBe "DuplexEnd[reader closed, writer closed]"
        }

        test("a capacity of nothing is refused") {
            shouldThrow<IllegalArgumentException> { duplexRing(0) }
        }
    })
