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

/** Who waits how: one ring between a thread and a coroutine, one between that and an event loop. */
fun waiters(): Drawing =
    drawing(
        300,
        "A thread, a coroutine and an event loop wait for rings",
        "A thread writes to a ring, a coroutine passes the bytes on to a second ring, and an event loop reads that. " +
            "The thread parks, the coroutine suspends, the event loop selects. Below them is the one interface that " +
            "all three use: arm a waiter for n bytes, and it is woken once. The wake-up unparks the thread, resumes " +
            "the coroutine through its dispatcher, or wakes the selector.",
    ) {
        fun side(x: Int, name: String, call: String, wait: String, more: String, wake: String) {
            box(x, 28, 144, 96, "panel", 7)
            text(x + 72, 50, name, "strong")
            text(x + 72, 72, call, "code")
            text(x + 72, 93, wait, "quiet")
            text(x + 72, 111, more, "quiet")
            arrow(x + 40, 126, x + 40, 216)
            text(x + 34, 176, "arm", "code", "end")
            arrow(x + 62, 216, x + 62, 126)
            text(x + 70, 176, wake, "code", "start")
        }
        fun ring(x: Int) {
            box(x, 58, 48, 36, "data", 5)
            text(x + 24, 81, "ring")
            arrow(x - 18, 76, x - 2, 76)
            arrow(x + 49, 76, x + 66, 76)
        }
        side(16, "a thread", "write(bytes)", "parks when the", "ring is full", "unpark")
        ring(180)
        side(248, "a coroutine", "copyTo(writer)", "suspends; its", "thread is free", "resume")
        ring(412)
        side(480, "an event loop", "select()", "for channels", "and the ring", "wakeup")
        box(16, 220, 608, 60, "claimed", 7)
        text(320, 244, "Waiter: one for each half", "strong")
        text(
            320,
            266,
            "one wake-up when n bytes or room for n are there, or a half is closed",
            "quiet",
        )
    }

/** What each close leads to. */
fun closes(): Drawing =
    drawing(
        292,
        "The closes of a ring",
        "An open ring ends when its writer closes: the reader gets all bytes, then −1. It is abandoned when its reader " +
            "closes: unread bytes are lost, and the writer's next call throws. When the other half closes too, the " +
            "memory is freed. ring.close() goes there at once. A close with a cause does the same, and gives the " +
            "other half the cause.",
    ) {
        fun state(x: Int, y: Int, width: Int, kind: String, name: String, vararg about: String) {
            box(x, y, width, 30 + 18 * about.size, kind, 7)
            text(x + width / 2, y + 21, name, "strong")
            for ((i, line) in about.withIndex()) {
                text(x + width / 2, y + 39 + i * 18, line, "quiet")
            }
        }
        state(16, 102, 120, "data", "open", "bytes flow")
        state(236, 26, 180, "claimed", "ended", "the reader gets all bytes,", "then −1")
        state(
            236,
            176,
            180,
            "lost",
            "abandoned",
            "unread bytes are lost, and",
            "the writer's calls throw",
        )
        state(500, 102, 124, "panel", "closed", "memory is freed")
        arrow(76, 100, 76, 59, 234, 59)
        text(156, 51, "writer.close()", "code")
        arrow(76, 152, 76, 209, 234, 209)
        text(156, 201, "reader.close()", "code")
        arrow(418, 59, 562, 59, 562, 100)
        text(490, 51, "reader.close()", "code")
        arrow(418, 209, 562, 209, 562, 152)
        text(490, 201, "writer.close()", "code")
        arrow(138, 126, 498, 126)
        text(318, 119, "ring.close()", "code")
        text(318, 144, "at once; unread bytes are lost", "quiet")
        text(
            320,
            266,
            "close(cause) does the same, and failure() of the other half is the cause",
            "quiet",
        )
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
