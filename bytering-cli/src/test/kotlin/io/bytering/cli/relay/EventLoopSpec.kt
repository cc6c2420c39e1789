package io.bytering.cli.relay

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.coroutines.EmptyCoroutineContext

class EventLoopSpec :
    FunSpec({
        timeout = 300_000

        test("what ends its thread is told to who made it") {
            val why = CompletableFuture<Throwable>()
            EventLoop("short of memory", why::complete).use { loop ->
                val failure = OutOfMemoryError("Java heap space")
                loop.dispatch(EmptyCoroutineContext) { throw failure }
                why.get(240, SECONDS) shouldBe failure
            }
        }
    })
