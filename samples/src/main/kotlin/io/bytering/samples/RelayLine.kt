package io.bytering.samples

import java.util.Locale

/** One line about a relay that runs: connections, and bytes, rate and waits of each direction. */
class RelayLine(private val stats: RelayStats, start: Long) {
    private val toTarget = Speedometer(start)
    private val toClient = Speedometer(start)

    /** At a time of [System.nanoTime]. */
    fun text(nanos: Long): String {
        val there = flow(stats.toTarget, toTarget.at(nanos, stats.toTarget.sent))
        val back = flow(stats.toClient, toClient.at(nanos, stats.toClient.sent))
        return "${stats.open} open, ${stats.total} in all, ${stats.failed} failed | there $there | back $back"
    }

    private fun flow(flow: RelayFlow, speed: Double?) =
        "%s %s/s, waits %d full %d empty"
            .format(
                Locale.ROOT,
                ByteSize.format(flow.sent),
                ByteSize.format(speed ?: 0.0),
                flow.sourceWaits,
                flow.sinkWaits,
            )

    companion object {
        /** Shows it on standard error until the result is closed. */
        fun show(on: StandardError, stats: RelayStats): LiveLine {
            val line = RelayLine(stats, System.nanoTime())
            return LiveLine(on) { line.text(it).take((on.columns ?: Int.MAX_VALUE) - 1) }
        }
    }
}
