package io.bytering.cli.bursts

import io.bytering.coroutines.awaitReadable
import io.bytering.coroutines.awaitWritable
import io.bytering.coroutines.collectSlices
import io.bytering.coroutines.use
import io.bytering.item.ItemBroadcast
import io.bytering.item.ItemReader
import io.bytering.item.ItemRing
import io.bytering.item.ItemType
import io.bytering.item.ItemWriter
import io.bytering.item.Tag
import java.nio.FloatBuffer
import java.util.Random
import kotlin.math.PI
import kotlin.math.sin
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** Some waves, and the tag on the first sample of them. */
data class Burst(val number: Int, val length: Int)

/** Samples, and where in them bursts begin. */
class Signal(val samples: FloatArray, val bursts: Map<Int, Burst>)

/** Where a detector found something, by its power alone. */
data class Found(val start: Int, val end: Int)

/** What came out at the far end. */
class Received(val signal: Signal, val power: FloatArray, val found: List<Found>)

/**
 * A sender marks its bursts by tags; noise is added on the way; a recorder finds them by the tags,
 * and a detector, which does not look at those, by their power.
 */
suspend fun transmit(signal: Signal, noise: Float, random: Random): Received = coroutineScope {
    val clean = ItemRing.of(ItemType.FLOAT, 300)
    val noisy = ItemBroadcast.of(ItemType.FLOAT, 500)
    val toRecorder = noisy.subscribe()
    val toDetector = noisy.subscribe()
    launch(Dispatchers.Default) { clean.writer().use { send(signal, it) } }
    launch(Dispatchers.Default) {
        clean.reader().use { from -> noisy.writer().use { addNoise(from, it, noise, random) } }
    }
    val recorded = async(Dispatchers.Default) { toRecorder.use { record(it, signal.samples.size) } }
    val detector = Detector(signal.samples.size)
    toDetector.use { detector.run(it) }
    Received(recorded.await(), detector.power, detector.found)
}

private suspend fun send(signal: Signal, to: ItemWriter<FloatBuffer>) {
    var sent = 0
    while (sent < signal.samples.size && to.awaitWritable()) {
        val slice = to.slice()
        val count = minOf(slice.remaining(), signal.samples.size - sent)
        slice.put(signal.samples, sent, count)
        val tags =
            (0 until count).mapNotNull { i -> signal.bursts[sent + i]?.let { Tag.of(i, it) } }
        to.produce(count, tags)
        sent += count
    }
}

/** Samples change, tags stay on them. */
private suspend fun addNoise(
    from: ItemReader<FloatBuffer>,
    to: ItemWriter<FloatBuffer>,
    level: Float,
    random: Random,
) {
    while (from.awaitReadable() && to.awaitWritable()) {
        val clean = from.slice()
        val noisy = to.slice()
        val count = minOf(clean.remaining(), noisy.remaining())
        repeat(count) { noisy.put(clean.get() + level * random.nextGaussian().toFloat()) }
        to.produce(count, from.tags(count))
        from.consume(count)
    }
}

private suspend fun record(from: ItemReader<FloatBuffer>, size: Int): Signal {
    val samples = FloatArray(size)
    val bursts = mutableMapOf<Int, Burst>()
    var received = 0
    from.collectSlices { slice ->
        val count = slice.remaining()
        for (tag in from.tags(count)) bursts[received + tag.index()] = tag.value() as Burst
        slice.get(samples, received, count)
        received += count
    }
    return Signal(samples, bursts)
}

/**
 * Finds where the mean power of the last samples rises above one threshold, until it falls below
 * another.
 */
class Detector(size: Int) {
    val power = FloatArray(size)
    val found = mutableListOf<Found>()
    private val window = FloatArray(WINDOW)
    private var sum = 0f
    private var start = -1

    suspend fun run(from: ItemReader<FloatBuffer>) {
        var position = 0
        from.collectSlices { slice -> while (slice.hasRemaining()) add(slice.get(), position++) }
        if (start >= 0) found += Found(start, position)
    }

    private fun add(sample: Float, position: Int) {
        val place = position % WINDOW
        sum += sample * sample - window[place]
        window[place] = sample * sample
        power[position] = sum / WINDOW
        if (start < 0 && power[position] > RISEN) {
            start = position
        } else if (start >= 0 && power[position] < FALLEN) {
            found += Found(start, position)
            start = -1
        }
    }

    companion object {
        const val WINDOW = 48
        const val RISEN = 0.3f
        const val FALLEN = 0.15f
    }
}

/** Silence, and bursts in it at random places, of random lengths and pitches. */
fun bursts(count: Int, random: Random): Signal {
    val starts = mutableMapOf<Int, Burst>()
    var end = 0
    repeat(count) { number ->
        val start = end + 150 + random.nextInt(250)
        starts[start] = Burst(number + 1, 120 + random.nextInt(280))
        end = start + starts.getValue(start).length
    }
    val samples = FloatArray(end + 200)
    for ((start, burst) in starts) {
        val period = 12 + random.nextInt(20)
        for (i in 0 until burst.length) {
            val envelope = minOf(1.0, i / RISE, (burst.length - i) / RISE)
            samples[start + i] = (envelope * sin(2 * PI * i / period)).toFloat()
        }
    }
    return Signal(samples, starts)
}

private const val RISE = 20.0
