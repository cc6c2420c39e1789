package io.bytering.cli.progress

/** What can be watched from any thread while bytes are on their way. */
interface Gauge {
    /** Bytes that have arrived. */
    val moved: Long

    /** How full each ring on the way is, from 0 to 1. */
    val fills: List<Double>

    /** How long the sides have waited for each other, or null if nobody looks at that. */
    val waited: Waited?
        get() = null
}
