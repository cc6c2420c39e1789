package io.bytering.samples.streams

import io.bytering.blocking.StreamBody
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.util.concurrent.Executors

class PipesSpec :
    FunSpec({
        timeout = 300_000
        val report = StreamBody { it.write("a report".repeat(10_000).toByteArray()) }
        val failing = StreamBody {
            it.write("half".toByteArray())
            throw IOException("the database is gone")
        }

        test("the program is the same with piped streams and with a pipe") {
            Pipes.before(report) shouldBe "a report".repeat(10_000)
            Pipes.after(report) shouldBe "a report".repeat(10_000)
        }

        test("a failure is the reader's only if it is told") {
            Pipes.before(failing) shouldBe "half"
            Pipes.after(failing) shouldBe "half"
            val stream = Pipes.orFailure(failing)
            shouldThrow<IOException> { stream.readAllBytes() }.cause!!.message shouldBe
                "the database is gone"
        }

        test("threads that end at once write a line each") {
            val names = List(1000) { "number $it" }
            Pipes.lines(names) { Thread(it).start() }
                .bufferedReader()
                .use { lines ->
                    List(1000) { lines.readLine() } shouldContainExactlyInAnyOrder
                        names.map { "hello $it" }
                }
        }

        test("a server answers without a socket") {
            val pool = Executors.newSingleThreadExecutor()
            Pipes.ask("what?", pool) shouldBe "you asked: what?"
            pool.shutdown()
        }

        test("the parts of a pipe and of a duplex") {
            Pipes.parts() shouldBe 42
            Pipes.ends() shouldBe 42
        }
    })
