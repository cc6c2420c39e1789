package io.bytering.cli.progress

/**
 * Bytes a second over the last two seconds or so. Mordant's own estimate needs a bar that it draws
 * itself, and is unknown, not 0, while nothing moves.
 */
class Speedometer(start: Long) {
    private val samples = ArrayDeque(listOf(start to 0L))

    fun at(nanos: Long, moved: Long): Double? {
        samples.addLast(nanos to moved)
        while (samples.size > 2 && nanos - samples[1].first >= WINDOW) samples.removeFirst()
        val (since, before) = samples.first()
        return if (nanos == since) null else (moved - before) * 1e9 / (nanos - since)
    }

    private companion object {
        const val WINDOW = 2_000_000_000L
    }
}
