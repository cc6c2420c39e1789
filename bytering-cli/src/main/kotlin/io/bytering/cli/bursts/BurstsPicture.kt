package io.bytering.cli.bursts

import java.awt.BasicStroke
import java.awt.Color
import java.awt.Font
import java.awt.image.BufferedImage
import java.io.OutputStream
import javax.imageio.ImageIO
import org.knowm.xchart.AnnotationLine
import org.knowm.xchart.AnnotationText
import org.knowm.xchart.BitmapEncoder
import org.knowm.xchart.XYChart
import org.knowm.xchart.XYChartBuilder
import org.knowm.xchart.style.markers.SeriesMarkers

/**
 * The signal with the bursts that its tags mark, above the power with those that the detector
 * found.
 */
class BurstsPicture(private val received: Received) {
    private val xAxisEnd = received.power.size.toDouble()

    fun writePng(to: OutputStream) {
        val images = listOf(signal(), power()).map { BitmapEncoder.getBufferedImage(it) }
        val whole =
            BufferedImage(
                WIDTH,
                images.sumOf { it.height },
                BufferedImage.TYPE_INT_RGB,
            )
        val graphics = whole.createGraphics()
        var y = 0
        for (image in images) {
            graphics.drawImage(image, 0, y, null)
            y += image.height
        }
        graphics.dispose()
        ImageIO.write(whole, "png", to)
    }

    private fun signal(): XYChart {
        val samples = received.signal.samples
        val chart =
            chart("Received: noise, and what the tags mark as bursts", "amplitude", -2.0, 2.2)
        chart.line("signal", 0, samples, GREY, 1f)
        for ((start, burst) in received.signal.bursts) {
            val piece = samples.copyOfRange(start, start + burst.length)
            chart.line("burst ${burst.number}", start, piece, BLUE, 1f)
        }
        return chart
    }

    private fun power(): XYChart {
        val power = received.power
        val title =
            "Found again without the tags: the power rises above one threshold, and falls below another"
        val chart = chart(title, "power", -0.05, 0.85)
        chart.line("power", 0, power, GREY, 1.5f)
        for (threshold in listOf(Detector.RISEN, Detector.FALLEN)) {
            chart.line(
                "threshold $threshold",
                0,
                FloatArray(power.size) { threshold },
                Color.BLACK,
                1f,
            )
        }
        received.found.forEachIndexed { number, found ->
            val piece = power.copyOfRange(found.start, found.end)
            chart.line("found ${number + 1}", found.start, piece, RED, 2.5f)
        }
        return chart
    }

    private fun chart(title: String, yTitle: String, lowest: Double, highest: Double): XYChart {
        val chart =
            XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("sample")
                .yAxisTitle(yTitle)
                .build()
        chart.styler.apply {
            isLegendVisible = false
            setChartBackgroundColor(Color.WHITE)
            plotGridLinesColor = Color(0xE6, 0xE8, 0xEB)
            plotGridLinesStroke = BasicStroke(1f)
            annotationLineColor = GREEN
            annotationLineStroke = BasicStroke(1.5f)
            annotationTextFontColor = GREEN
            annotationTextFont = Font(Font.SANS_SERIF, Font.BOLD, 13)
            axisTickLabelsFont = Font(Font.SANS_SERIF, Font.PLAIN, 12)
            xAxisTickMarkSpacingHint = 120
            yAxisDecimalPattern = "0.0"
            chartTitleFont = Font(Font.SANS_SERIF, Font.BOLD, 18)
            isPlotBorderVisible = false
            yAxisMin = lowest
            yAxisMax = highest
            xAxisMin = 0.0
            xAxisMax = xAxisEnd
        }
        // Not evenly spaced, for if the first line is, the axis is labelled at samples such as 113.
        chart.addLine("zero", doubleArrayOf(0.0, 1.0, xAxisEnd), DoubleArray(3), GREY, 1f)
        for ((start, burst) in received.signal.bursts) {
            chart.addAnnotation(AnnotationLine(start.toDouble(), true, false))
            val x = start + received.power.size / 50.0
            chart.addAnnotation(AnnotationText("tag ${burst.number}", x, highest * 0.95, false))
        }
        return chart
    }

    private fun XYChart.line(name: String, start: Int, y: FloatArray, color: Color, width: Float) {
        val x = DoubleArray(y.size) { (start + it).toDouble() }
        addLine(name, x, DoubleArray(y.size) { y[it].toDouble() }, color, width)
    }

    private fun XYChart.addLine(
        name: String,
        x: DoubleArray,
        y: DoubleArray,
        color: Color,
        width: Float,
    ) {
        addSeries(name, x, y).apply {
            marker = SeriesMarkers.NONE
            lineColor = color
            lineStyle = BasicStroke(width)
        }
    }

    private companion object {
        const val WIDTH = 1400
        const val HEIGHT = 420
        val GREY = Color(0xB8, 0xBE, 0xC6)
        val BLUE = Color(0x1F, 0x77, 0xB4)
        val GREEN = Color(0x2C, 0x8C, 0x3C)
        val RED = Color(0xD6, 0x27, 0x28)
    }
}
