package io.bytering.samples.dropping

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import java.nio.ByteBuffer
import java.nio.ByteOrder.LITTLE_ENDIAN
import javax.sound.sampled.AudioFormat
import kotlin.concurrent.thread

class SoundRecorderSpec :
    FunSpec({
        timeout = 300_000
        val format = AudioFormat(48_000f, 16, 2, true, false)
        val frames = 480 // of 10 ms

        /** The next 10 ms: on the left the number of the frame, on the right the same, inverted. */
        fun sound(callback: Int) =
            ByteArray(frames * format.frameSize).also { bytes ->
                val buffer = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN)
                for (i in 0 until frames) {
                    val frame = callback * frames + i + 1
                    buffer.putShort(frame.toShort()).putShort(frame.inv().toShort())
                }
            }

        test("what is recorded is played; too early there is silence, which is counted") {
            val recorder = SoundRecorder(format, 100)
            val played = ByteArray(frames * format.frameSize)
            recorder.recorded(sound(0), played.size)
            recorder.play(played)
            played shouldBe sound(0)
            recorder.play(played)
            played shouldBe ByteArray(played.size)
            recorder.report() shouldBe "0 bytes missed in 0 overruns, 1 underruns"
        }

        test("who plays too late hears the newest sound, and knows what is missing") {
            val recorder = SoundRecorder(format, 100) // 10 callbacks
            val played = ByteArray(frames * format.frameSize)
            for (i in 0 until 25) recorder.recorded(sound(i), played.size)
            recorder.play(played)
            val report = Regex("""(\d+) bytes missed in 1 overruns, 0 underruns""")
            val missed = report.matchEntire(recorder.report())!!.groupValues[1].toInt()
            missed shouldBeInRange 15 * played.size..20 * played.size
            val all = (0 until 25).map(::sound).reduce(ByteArray::plus)
            played shouldBe all.copyOfRange(missed, missed + played.size)
        }

        test("a microphone that runs away never tears a frame, nor is it held up") {
            val recorder = SoundRecorder(format, 20)
            val callbacks = 3000
            val recording = thread {
                for (i in 0 until callbacks) recorder.recorded(sound(i), frames * format.frameSize)
            }
            val played = ByteArray(160 * format.frameSize)
            var torn = 0
            while (recording.isAlive) {
                recorder.play(played)
                val buffer = ByteBuffer.wrap(played).order(LITTLE_ENDIAN)
                while (buffer.hasRemaining()) {
                    val left = buffer.getShort()
                    val right = buffer.getShort()
                    val silence = left == 0.toShort() && right == 0.toShort()
                    if (!silence && left != right.toInt().inv().toShort()) torn++
                }
            }
            torn shouldBe 0
        }
    })
