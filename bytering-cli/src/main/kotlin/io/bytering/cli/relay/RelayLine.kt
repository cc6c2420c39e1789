package io.bytering.cli.relay

import io.bytering.cli.options.ByteSize
import io.bytering.cli.progress.Speedometer
import io.bytering.cli.terminal.LiveLine
import io.bytering.cli.terminal.StandardError
import java.util.Locale

/**
 * One line about a relay that runs: connections, and bytes, rate, waits and the fullest ring of
 * each direction. Where it does not fit, both directions are told more briefly.
 */
class RelayLine(private val stats: RelayStats, start: Long) {
    private val toTarget = Speedometer(start)
    private val toClient = Speedometer(start)

    /**
     * @param nanos a time of [System.nanoTime]
     * @param columns the most characters it may have
     */
    fun text(nanos: Long, columns: Int): String {
        val there = Flow(stats.toTarget.now, toTarget, nanos)
        val back = Flow(stats.toClient.now, toClient, nanos)
        val connections = "${stats.open} open"
        val all = "$connections, ${stats.total} in all, ${stats.failed} failed"
        val forms =
            sequenceOf(
                "$all | there ${there.full} | back ${back.full}",
                "$all | there ${there.moved} | back ${back.moved}",
                "$connections, ${stats.failed} failed | there ${there.moved} | back ${back.moved}",
                "$connections | there ${there.moved} | back ${back.moved}",
                "$connections | there ${there.rate} | back ${back.rate}",
                "> ${there.rate} < ${back.rate}",
                "${there.rate} ${back.rate}",
            )
        return forms.firstOrNull { it.length <= columns } ?: forms.last().take(columns)
    }

    private class Flow(numbers: RelayNumbers, speed: Speedometer, nanos: Long) {
        val rate = "${ByteSize.format(speed.at(nanos, numbers.sent) ?: 0.0)}/s"
        val moved = "${ByteSize.format(numbers.sent)} $rate"
        val full =
            "%s, waits %d full %d empty, at most %s"
                .format(
                    Locale.ROOT,
                    moved,
                    numbers.sourceWaits,
                    numbers.sinkWaits,
                    ByteSize.format(numbers.highest.toLong()),
                )
    }

    companion object {
        /** Shows it on standard error until the result is closed. */
        fun show(on: StandardError, stats: RelayStats): LiveLine {
            val line = RelayLine(stats, System.nanoTime())
            return LiveLine(on) { line.text(it, (on.columns ?: Int.MAX_VALUE) - 1) }
        }
    }
}
