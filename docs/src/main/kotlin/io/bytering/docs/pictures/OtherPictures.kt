package io.bytering.docs.pictures

/** Every way in, the ring, every way out. */
fun ring(): Drawing {
    val drawing =
        Drawing(
            640,
            300,
            "One ring, every way in and out of it",
            "A ring with some of its bytes filled. To the left the ways to write: write, transferFrom, fill, claim and " +
                "commit, streams, channels, coroutines, kotlinx-io. To the right the ways to read: read, transferTo, " +
                "drain, peek and consume, and the same layers over them. Any of them may be used together.",
        )
    val (x, y) = 320 to 160
    drawing.arc("M$x ${y - 75}a75 75 0 1 1 -1 0z", "track")
    drawing.arc("M${x - 65} ${y - 37}A75 75 0 1 0 ${x + 65} ${y + 37}", "filled")
    drawing.text(x, y - 4, "lock-free", "strong")
    drawing.text(x, y + 15, "never waits", "quiet")
    drawing.text(x - 88, y - 62, "writer", "quiet", "end")
    drawing.text(x + 88, y + 72, "reader", "quiet", "start")
    val ways =
        listOf(
            "write" to "read",
            "transferFrom · readv" to "transferTo · writev",
            "fill" to "drain",
            "claim → commit" to "peek → consume",
        )
    drawing.text(112, 32, "four ways in", "strong")
    drawing.text(528, 32, "four ways out", "strong")
    for ((i, way) in ways.withIndex()) {
        val top = 48 + i * 34
        drawing.box(16, top, 192, 27, "panel", 5)
        drawing.text(112, top + 18, way.first, "code")
        drawing.box(432, top, 192, 27, "panel", 5)
        drawing.text(528, top + 18, way.second, "code")
    }
    drawing.arrow(210, 130, 232, 143)
    drawing.arrow(408, 143, 430, 130)
    for (left in listOf(16, 432)) {
        drawing.box(left, 206, 192, 78, "panel", 5)
        drawing.text(left + 96, 226, "and over them, waiting:", "quiet")
        drawing.text(left + 96, 246, "threads · streams · channels")
        drawing.text(left + 96, 268, "coroutines · kotlinx-io")
    }
    return drawing
}

/** How one wait goes. */
fun waiting(): Drawing {
    val drawing =
        Drawing(
            640,
            252,
            "The states of a wait",
            "A half that finds too little arms a waiter for an amount. If the amount is there already, or a half was " +
                "closed, arm answers false and the half goes on. Else it is armed. From there either the other half " +
                "reaches the amount or closes, and wakes it once; or disarm takes it back, and it is not woken.",
        )
    fun state(x: Int, y: Int, width: Int, name: String, about: String, kind: String = "panel") {
        drawing.box(x, y, width, 50, kind, 7)
        drawing.text(x + width / 2, y + 21, name, "strong")
        drawing.text(x + width / 2, y + 39, about, "quiet")
    }
    state(16, 40, 160, "found too little", "0, null")
    state(240, 40, 160, "armed", "asleep, or elsewhere", "data")
    state(464, 40, 160, "woken", "once", "claimed")
    state(240, 176, 160, "look again", "calls that never wait")
    drawing.arrow(176, 65, 238, 65)
    drawing.text(207, 32, "arm(waiter, n): true", "code")
    drawing.arrow(400, 65, 462, 65)
    drawing.text(432, 110, "the other half reaches n,", "quiet")
    drawing.text(432, 127, "or one is closed", "quiet")
    drawing.arrow(96, 90, 96, 201, 238, 201)
    drawing.text(106, 140, "arm: false", "code", "start")
    drawing.text(106, 158, "there already, or ended", "quiet", "start")
    drawing.arrow(320, 90, 320, 174)
    drawing.text(312, 158, "disarm: true", "code", "end")
    drawing.arrow(544, 90, 544, 201, 402, 201)
    drawing.text(536, 192, "wake()", "code", "end")
    drawing.line(320, 226, 320, 238, 40, 238, 40, 240)
    drawing.arrow(40, 240, 40, 92)
    return drawing
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
