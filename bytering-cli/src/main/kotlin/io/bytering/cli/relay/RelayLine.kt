package io.bytering.cli.relay

import io.bytering.cli.options.ByteSize
import io.bytering.cli.progress.Speedometer
import io.bytering.cli.terminal.LiveLine
import io.bytering.cli.terminal.StandardError
import java.util.Locale

/**
 * One line about a relay that runs: connections, and bytes, rate, waits and the fullest ring of
 * each direction.
 */
class RelayLine(private val stats: RelayStats, start: Long) {
    private val toTarget = Speedometer(start)
    private val toClient = Speedometer(start)

    /** At a time of [System.nanoTime]. */
    fun text(nanos: Long): String {
        val there = flow(stats.toTarget.now, toTarget, nanos)
        val back = flow(stats.toClient.now, toClient, nanos)
        return "${stats.open} open, ${stats.total} in all, ${stats.failed} failed | there $there | back $back"
    }

    private fun flow(flow: RelayNumbers, speed: Speedometer, nanos: Long) =
        "%s %s/s, waits %d full %d empty, at most %s"
            .format(
                Locale.ROOT,
                ByteSize.format(flow.sent),
                ByteSize.format(speed.at(nanos, flow.sent) ?: 0.0),
                flow.sourceWaits,
                flow.sinkWaits,
                ByteSize.format(flow.highest.toLong()),
            )

    companion object {
        /** Shows it on standard error until the result is closed. */
        fun show(on: StandardError, stats: RelayStats): LiveLine {
            val line = RelayLine(stats, System.nanoTime())
            return LiveLine(on) { line.text(it).take((on.columns ?: Int.MAX_VALUE) - 1) }
        }
    }
}
