package io.bytering.benchmarks.report

import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.measuring.Outcome
import io.bytering.benchmarks.measuring.Spread
import kotlin.math.pow
import org.jetbrains.letsPlot.Stat
import org.jetbrains.letsPlot.awt.plot.PlotSvgExport
import org.jetbrains.letsPlot.commons.geometry.DoubleVector
import org.jetbrains.letsPlot.coord.coordFlip
import org.jetbrains.letsPlot.facet.facetWrap
import org.jetbrains.letsPlot.geom.geomHLine
import org.jetbrains.letsPlot.geom.geomLine
import org.jetbrains.letsPlot.geom.geomPoint
import org.jetbrains.letsPlot.geom.geomPointRange
import org.jetbrains.letsPlot.intern.Feature
import org.jetbrains.letsPlot.intern.Plot
import org.jetbrains.letsPlot.intern.toSpec
import org.jetbrains.letsPlot.label.labs
import org.jetbrains.letsPlot.letsPlot
import org.jetbrains.letsPlot.pos.positionDodge
import org.jetbrains.letsPlot.scale.guideLegend
import org.jetbrains.letsPlot.scale.guides
import org.jetbrains.letsPlot.scale.scaleXDiscrete
import org.jetbrains.letsPlot.scale.scaleYLog10
import org.jetbrains.letsPlot.themes.elementText
import org.jetbrains.letsPlot.themes.theme

/** The plots of one group, as SVG. */
object Plots {
    private const val OURS = "bytering"

    /** 1, 2, 5, 10, … over all that can come. */
    private val BREAKS = (-4..7).flatMap { power -> listOf(1, 2, 5).map { it * 10.0.pow(power) } }

    /** By name. */
    fun of(outcomes: List<Outcome>): Map<String, String> =
        mapOf(
            "ratios" to svg(ratios(outcomes), outcomes),
            "speeds" to svg(speeds(outcomes), outcomes),
        )

    /** How many times faster, with the quartiles; above the line the ring is. */
    private fun ratios(outcomes: List<Outcome>): Plot {
        val data =
            mapOf(
                "x" to outcomes.map { x(it, outcomes) },
                "against" to outcomes.map { it.duel.variant },
                "ring" to outcomes.map { ring(it) },
                "ratio" to outcomes.map { it.ratio.median },
                "low" to outcomes.map { it.ratio.low },
                "high" to outcomes.map { it.ratio.high },
            )
        return letsPlot(data) {
            x = "x"
            y = "ratio"
            color = "against"
        } +
            geomHLine(yintercept = 1.0, color = "#888888", linetype = "dashed") +
            geomPointRange(stat = Stat.identity, position = positionDodge(0.5), size = 0.6) {
                ymin = "low"
                ymax = "high"
            } +
            frame(outcomes, "times as fast as its peer", !isSingle(outcomes))
    }

    private fun speeds(outcomes: List<Outcome>): Plot {
        val single = isSingle(outcomes)
        class Point(val x: String, val who: String, val ring: String, val speed: Double)
        val ours =
            outcomes
                .groupBy { x(it, outcomes) to ring(it) }
                .map { (key, same) ->
                    Point(
                        key.first,
                        OURS,
                        key.second,
                        Spread.of(same.map { Format.inUnit(it.duel, it.ours.median) }).median,
                    )
                }
        val peers = outcomes.map {
            val who = if (single) "peer" else it.duel.variant
            Point(x(it, outcomes), who, ring(it), Format.inUnit(it.duel, it.peer.median))
        }
        val points = ours + peers
        val data =
            mapOf(
                "x" to points.map { it.x },
                "who" to points.map { it.who },
                "ring" to points.map { it.ring },
                "speed" to points.map { it.speed },
            )
        val plot =
            letsPlot(data) {
                x = "x"
                y = "speed"
                color = "who"
                group = "who"
            } + geomPoint(size = 4)
        return (if (single) plot else plot + geomLine()) +
            frame(outcomes, outcomes.first().duel.measure.unit, true)
    }

    private fun frame(outcomes: List<Outcome>, y: String, legend: Boolean): Feature {
        val xs = outcomes.map { x(it, outcomes) }.distinct()
        val frame =
            scaleYLog10(breaks = BREAKS, labels = BREAKS.map { Format.plain(it) }) +
                labs(x = "", y = y, color = "") +
                facetWrap("ring", ncol = 1, order = 0) +
                guides(color = guideLegend(ncol = 2)) +
                theme(axisTextX = elementText(angle = 0)) +
                if (legend) theme().legendPositionBottom() else theme().legendPositionNone()
        // Names stand beside the plot, the first on top; of long ones lets-plot shows 15
        // characters.
        return if (isSingle(outcomes)) frame + scaleXDiscrete(limits = xs.reversed()) + coordFlip()
        else frame + scaleXDiscrete(limits = xs)
    }

    /** Where there is one size only, the variants stand side by side. */
    private fun isSingle(outcomes: List<Outcome>) =
        outcomes.map { it.duel.parameter }.distinct().size == 1

    private fun x(outcome: Outcome, outcomes: List<Outcome>) =
        if (isSingle(outcomes)) outcome.duel.variant else outcome.duel.parameter

    private fun ring(outcome: Outcome) = "ring of " + Duel.bytes(outcome.duel.capacity)

    private fun svg(plot: Plot, outcomes: List<Outcome>): String {
        val facets = outcomes.map { it.duel.capacity }.distinct().size
        return PlotSvgExport.buildSvgImageFromRawSpecs(
            plot.toSpec(),
            DoubleVector(530.0, 60.0 + 260.0 * facets),
        )
    }
}
