package io.bytering.docs.pictures

/** Every way in, the ring, every way out. */
fun ring(): Drawing =
    drawing(
        300,
        "One ring, every way in and out of it",
        "A ring with some of its bytes filled. To the left the ways to write: write, transferFrom, fill, claim and " +
            "commit, streams, channels, coroutines, kotlinx-io. To the right the ways to read: read, transferTo, " +
            "drain, peek and consume, and the same layers over them. Any of them may be used together.",
    ) {
        arc("M320 85a75 75 0 1 1 -1 0z", "track")
        arc("M255.05 122.5A75 75 0 0 0 384.95 197.5", "filled")
        text(320, 156, "lock-free", "strong")
        text(320, 175, "never waits", "quiet")
        val ways =
            listOf(
                "write" to "read",
                "transferFrom · readv" to "transferTo · writev",
                "fill" to "drain",
                "claim → commit" to "peek → consume",
            )
        text(112, 32, "the writer: four ways in", "strong")
        text(528, 32, "the reader: four ways out", "strong")
        for ((i, way) in ways.withIndex()) {
            val top = 48 + i * 34
            box(16, top, 192, 27, "panel", 5)
            text(112, top + 18, way.first, "code")
            box(432, top, 192, 27, "panel", 5)
            text(528, top + 18, way.second, "code")
        }
        arrow(212, 122, 240, 138)
        arrow(400, 138, 428, 122)
        for (left in listOf(16, 432)) {
            box(left, 206, 192, 78, "panel", 5)
            text(left + 96, 226, "and over them, waiting:", "quiet")
            text(left + 96, 248, "threads, streams, channels", "quiet")
            text(left + 96, 270, "coroutines, kotlinx-io", "quiet")
        }
    }

/** How one wait goes. */
fun waiting(): Drawing =
    drawing(
        252,
        "The states of a wait",
        "A half that finds too little arms a waiter for an amount. If the amount is there already, or a half was " +
            "closed, arm answers false and the half goes on. Else it is armed. From there either the other half " +
            "reaches the amount or closes, and wakes it once; or disarm takes it back, and it is not woken.",
    ) {
        fun state(x: Int, y: Int, name: String, about: String, kind: String = "panel") {
            box(x, y, 144, 50, kind, 7)
            text(x + 72, y + 21, name, "strong")
            text(x + 72, y + 39, about, "quiet")
        }
        state(16, 30, "found too little", "0, or null")
        state(264, 30, "armed", "for n bytes", "data")
        state(480, 30, "woken", "once", "claimed")
        state(264, 166, "looks again", "without waiting")
        arrow(160, 55, 262, 55)
        text(210, 47, "arm: true", "code")
        arrow(408, 55, 478, 55)
        text(442, 47, "wake()", "code")
        text(444, 100, "the other half has reached n,", "quiet")
        text(444, 117, "or one is closed", "quiet")
        arrow(112, 80, 112, 191, 262, 191)
        text(122, 130, "arm: false", "code", "start")
        text(122, 148, "n are there, or ended", "quiet", "start")
        arrow(336, 80, 336, 164)
        text(346, 150, "disarm: true, not woken", "code", "start")
        arrow(552, 80, 552, 191, 410, 191)
        arrow(336, 216, 336, 236, 56, 236, 56, 82)
        text(190, 230, "still too little", "quiet")
    }

/** A ring of which a part is filled: for the browser's tab, without a ground. */
fun icon(): String =
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32" role="img">
    <title>bytering</title>
    <circle cx="16" cy="16" r="11" fill="none" stroke="#9fb3c4" stroke-width="7"/>
    <path d="M8.2 8.2A11 11 0 1 0 26.9 17.5" fill="none" stroke="#2b7fc3" stroke-width="7"/>
    </svg>
    """
        .trimIndent() + "\n"
