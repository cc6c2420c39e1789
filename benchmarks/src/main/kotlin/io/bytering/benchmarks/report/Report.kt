package io.bytering.benchmarks.report

import io.bytering.benchmarks.duel.Duel
import io.bytering.benchmarks.duel.Group
import io.bytering.benchmarks.footprint.Footprint
import io.bytering.benchmarks.measuring.Outcome
import io.bytering.benchmarks.measuring.Spread
import java.nio.file.Path
import kotlin.io.path.writeText

/**
 * The page: plots, goals, a table of all, and beside it the plots as pictures and the same as data.
 */
class Report(private val folder: Path, private val machine: Machine, private val quick: Boolean) {
    fun write(
        outcomes: List<Outcome>,
        footprints: List<Footprint> = listOf(),
        failed: List<Duel> = listOf(),
    ) {
        folder.resolve("results.json").writeText(Json.of(machine, outcomes, footprints))
        folder.resolve("index.html").writeText(page(outcomes, footprints, failed))
    }

    private fun page(
        outcomes: List<Outcome>,
        footprints: List<Footprint>,
        failed: List<Duel>,
    ): String = buildString {
        append(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>bytering: benchmarks</title>"
        )
        append(
            "<meta name=\"viewport\" content=\"width=device-width\"><style>$STYLE</style></head><body><h1>bytering: benchmarks</h1>"
        )
        append(
            "<p>Ours and the peer run in the same JVM by turns, in short rounds; each ratio is that of two rounds right after each "
        )
        append(
            "other, and says how many times faster the ring was. Given are the median of these ratios and, in brackets, their "
        )
        append("quartiles.")
        if (quick) append(" <strong>A quick run: fewer duels, fewer rounds.</strong>")
        append("</p>")
        append(
            table(
                listOf("", ""),
                machine.facts.map { (name, fact) -> listOf(escape(name), escape(fact)) },
                "facts",
            )
        )
        if (failed.isNotEmpty())
            append("<p class=no>Failed: ${failed.joinToString(", ") { escape(it.id) }}</p>")
        goals(outcomes)
        for ((group, members) in outcomes.groupBy { it.duel.group }) group(group, members)
        footprints(footprints)
        append(
            "<p>Data: <a href=\"results.json\">results.json</a> (each round); beside it, where it was made, jmh.json (as JMH writes "
        )
        append(
            "it: rounds of both contestants in the order in which they ran).</p></body></html>\n"
        )
    }

    private fun StringBuilder.goals(outcomes: List<Outcome>) {
        val rows =
            outcomes
                .filter { it.duel.goal != null }
                .map {
                    listOf(
                        escape(it.duel.group.title),
                        escape(it.duel.variant),
                        it.duel.parameter,
                        Duel.bytes(it.duel.capacity),
                        Format.ratio(it.ratioOfMedians),
                        ratios(it),
                        "≥ " + Format.ratio(checkNotNull(it.duel.goal)),
                        if (it.isReached == true) "<b class=yes>reached</b>"
                        else "<b class=no>missed</b>",
                    )
                }
        if (rows.isEmpty()) return
        append("<h2>Goals</h2>")
        append(
            table(
                listOf(
                    "work",
                    "against",
                    "size",
                    "ring",
                    "ratio of medians",
                    "median of ratios",
                    "goal",
                    "",
                ),
                rows,
            )
        )
    }

    private fun StringBuilder.group(group: Group, outcomes: List<Outcome>) {
        append("<h2 id=\"${group.id}\">${escape(group.title)}</h2><p>${escape(group.about)}</p>")
        append("<div class=plots>")
        for ((name, plot) in Plots.of(outcomes)) {
            val file = "${group.id}-$name.svg"
            folder.resolve(file).writeText(plot)
            append("<img src=\"$file\" alt=\"${escape(group.title)}: $name\">")
        }
        append("</div>")
        val timed = outcomes.any { it.times != null }
        val header =
            listOf("against", "size", "ring", "ratio", "ours", "peer", "ours, B/op", "peer, B/op")
        val percentiles = listOf("ours p50 / p99 / p99.9", "peer p50 / p99 / p99.9")
        append(
            table(
                if (timed) header + percentiles else header,
                outcomes.map { row(it) + if (timed) percentiles(it) else listOf() },
            )
        )
    }

    private fun StringBuilder.footprints(footprints: List<Footprint>) {
        if (footprints.isEmpty()) return
        append(
            "<h2 id=\"${Footprint.ID}\">Memory of an idle ring</h2><p>Bytes for each of ${Footprint.COUNT}, of ${Footprint.CAPACITY} bytes "
        )
        append(
            "each; nothing was written yet, so those that allocate as they are written are small.</p>"
        )
        val rows = footprints.map {
            listOf(escape(it.name), Format.whole(it.heap), Format.whole(it.direct))
        }
        append(table(listOf("", "heap", "direct"), rows))
    }

    private fun row(outcome: Outcome): List<String> =
        with(outcome) {
            listOf(
                escape(duel.variant),
                duel.parameter,
                Duel.bytes(duel.capacity),
                ratios(this),
                Format.speed(duel, ours.median),
                Format.speed(duel, peer.median),
                Format.number(Spread.of(allocated.ours).median),
                Format.number(Spread.of(allocated.peer).median),
            )
        }

    private fun percentiles(outcome: Outcome): List<String> =
        outcome.times?.let {
            (it.ours + it.peer).map { t ->
                listOf(t.p50, t.p99, t.p999).joinToString(" / ") { s ->
                    Format.speed(outcome.duel, s)
                }
            }
        } ?: listOf("", "")

    private fun ratios(outcome: Outcome) =
        with(outcome.ratio) {
            "${Format.ratio(median)} <small>(${Format.number(low)}–${Format.number(high)})</small>"
        }

    private fun table(header: List<String>, rows: List<List<String>>, style: String = ""): String =
        buildString {
            append("<table class=\"$style\">")
            if (header.any { it.isNotEmpty() })
                append(header.joinToString("", "<thead><tr>", "</tr></thead>") { "<th>$it</th>" })
            for (row in rows) append(row.joinToString("", "<tr>", "</tr>\n") { "<td>$it</td>" })
            append("</table>")
        }

    private fun escape(text: String) =
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    private companion object {
        const val STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#222}" +
                "table{border-collapse:collapse;margin:1em 0}td,th{padding:.2em .8em .2em 0;text-align:left;vertical-align:top;" +
                "border-bottom:1px solid #ddd;font-variant-numeric:tabular-nums}small{color:#777}.facts td:first-child{color:#777}" +
                ".yes{color:#197a3d}.no{color:#b3261e}.plots{display:flex;flex-wrap:wrap;gap:1em}.plots img{max-width:100%;height:auto}"
    }
}
