package io.bytering.samples.dropping

import android.media.AudioRecord
import io.bytering.ByteRing
import io.bytering.Overflow
import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.launchWriter
import io.bytering.coroutines.use
import io.bytering.storage.Storage
import java.io.IOException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope

/** The bytes of a frame: one channel of 16 bits. */
private const val FRAME = 2

/**
 * Encodes what the microphone hears until `microphone.stop()`. Compiled against Android's API; the
 * tests run [encodeSound] with a microphone of their own.
 *
 * @param callback the bytes of one read, a multiple of the frame
 * @return how many bytes the encoder missed
 */
suspend fun record(
    microphone: AudioRecord,
    callback: Int,
    encode: suspend (sound: ByteArray, length: Int) -> Unit,
): Long {
    microphone.startRecording()
    return encodeSound(
        callback,
        read = { sound ->
            if (microphone.recordingState == AudioRecord.RECORDSTATE_RECORDING)
                microphone.read(sound, 0, sound.size)
            else 0
        },
        encode,
    )
}

/**
 * One thread reads the sound, a coroutine encodes it. A slow encoder never makes the thread wait:
 * it misses the oldest sound.
 *
 * @param read fills the array; returns how many bytes there are, 0 at the end, or a negative error
 */
suspend fun encodeSound(
    callback: Int,
    read: (sound: ByteArray) -> Int,
    encode: suspend (sound: ByteArray, length: Int) -> Unit,
): Long = coroutineScope {
    val ring =
        ByteRing.builder()
            .capacity(2 * callback) // half is written while the other half stays intact
            .itemSize(FRAME)
            .storage(Storage.heap())
            .overflow(Overflow.OVERWRITE_OLDEST)
            .build()
    launchWriter(ring.writer(), Dispatchers.IO) { writer ->
        val sound = ByteArray(callback)
        while (true) {
            val count = read(sound)
            if (count < 0) throw IOException("AudioRecord.read returned $count")
            if (count == 0) break
            writer.write(sound, 0, count)
        }
    }
    ring.reader().use { reader ->
        val sound = ByteArray(callback)
        while (reader.awaitReadable()) encode(sound, reader.read(sound))
        reader.missedBytes()
    }
}
