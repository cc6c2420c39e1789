package io.bytering.coroutines

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.InterruptedIOException
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable

/** The races that whole calls meet rarely: a job that is over by the time that a call waits. */
class ParentJobSpec :
    FunSpec({
        timeout = 5.minutes.inWholeMilliseconds

        val over =
            mapOf(
                "cancelled" to Job().apply { cancel() },
                "completed" to Job().apply { complete() },
            )
        for ((how, parent) in over) {
            test("a job that is $how stops a wait before it begins") {
                var stopped = false
                val job = ParentJob(parent) { stopped = true }
                shouldThrow<CancellationException> {
                    job.during {
                        stopped shouldBe true
                        throw InterruptedIOException("stopped")
                    }
                }
            }
        }

        test("a wait that ends by itself stops nothing, and lets the job end") {
            var stopped = false
            val parent = Job()
            ParentJob(parent) { stopped = true }.during { true } shouldBe true
            parent.complete()
            parent.isCompleted shouldBe true
            stopped shouldBe false
        }

        test("an interrupt is none of the job's business") {
            val job = ParentJob(Job()) {}
            shouldThrow<InterruptedIOException> { job.during { throw InterruptedIOException() } }
        }

        test("what can't be cancelled never is") {
            ParentJob(NonCancellable) { error("stopped") }.during { true } shouldBe true
        }
    })
