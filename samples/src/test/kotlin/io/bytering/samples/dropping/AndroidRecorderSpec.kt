package io.bytering.samples.dropping

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.io.IOException
import kotlinx.coroutines.CompletableDeferred

class AndroidRecorderSpec :
    FunSpec({
        timeout = 300_000
        val callback = 960

        /** A microphone whose callbacks are numbered, and that stops after some. */
        fun microphone(callbacks: Int, afterLast: () -> Unit = {}): (ByteArray) -> Int {
            var made = 0
            return { sound ->
                if (made == callbacks) {
                    afterLast()
                    0
                } else {
                    sound.fill(++made % 100)
                    sound.size
                }
            }
        }

        test("all that was recorded was encoded or missed, and nothing is torn") {
            var encoded = 0L
            val missed =
                encodeSound(callback, microphone(300)) { sound, length ->
                    length % 2 shouldBe 0
                    encoded += length
                }
            encoded + missed shouldBe 300L * callback
        }

        test("a slow encoder never makes the microphone wait, and knows what it missed") {
            val isRecorded = CompletableDeferred<Unit>()
            val missed =
                encodeSound(
                    callback,
                    microphone(50) { isRecorded.complete(Unit) },
                ) { _, _ ->
                    isRecorded.await()
                }
            missed shouldBeGreaterThan 0
        }

        test("an error of the microphone fails the recording") {
            shouldThrow<IOException> { encodeSound(callback, { -3 }) { _, _ -> } }.message shouldBe
                "AudioRecord.read returned -3"
        }
    })

private fun ByteArray.fill(value: Int) = fill(value.toByte())
