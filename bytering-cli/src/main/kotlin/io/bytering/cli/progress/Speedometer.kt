package io.bytering.cli.progress

/**
 * Bytes a second over the last two seconds or so, and who waited for whom in them. Mordant's own
 * estimate needs a bar that it draws itself, and is unknown, not 0, while nothing moves.
 */
class Speedometer(start: Long, waited: Waited? = null) {
    private class Sample(val nanos: Long, val moved: Long, val waited: Waited?)

    private val samples = ArrayDeque(listOf(Sample(start, 0L, waited)))

    /** The speed alone. */
    fun at(nanos: Long, moved: Long): Double? = recent(nanos, moved, null)?.speed

    /**
     * What has become of it by then.
     *
     * @return null if that was the moment of the start
     */
    fun recent(nanos: Long, moved: Long, waited: Waited?): Recent? {
        samples.addLast(Sample(nanos, moved, waited))
        while (samples.size > 2 && nanos - samples[1].nanos >= WINDOW) samples.removeFirst()
        val first = samples.first()
        if (nanos == first.nanos) return null
        val speed = (moved - first.moved) * 1e9 / (nanos - first.nanos)
        return Recent(speed, first.waited?.let { waited?.minus(it) })
    }

    private companion object {
        const val WINDOW = 2_000_000_000L
    }
}

/** What was seen lately. */
class Recent(
    /** Bytes a second. */
    val speed: Double,
    val waited: Waited?,
)
