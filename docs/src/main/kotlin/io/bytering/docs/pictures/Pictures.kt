package io.bytering.docs.pictures

import java.nio.file.Path

/** All that are drawn, as they lie in `docs/pictures`. */
object Pictures {
    const val FOLDER = "docs/pictures"

    /** SVG by file name. */
    fun of(root: Path): Map<String, String> {
        val drawings =
            mapOf(
                "ring" to ring(),
                "positions" to positions(),
                "claim" to claim(),
                "no-dead-zone" to noDeadZone(),
                "mirrored" to mirrored(),
                "broadcast" to broadcast(),
                "waiting" to waiting(),
                "waiters" to waiters(),
                "closes" to closes(),
            )
        val all = drawings.mapValues { it.value.svg() } + ("icon" to icon()) + Badges(root).all()
        return all.mapKeys { "${it.key}.svg" }
    }
}
