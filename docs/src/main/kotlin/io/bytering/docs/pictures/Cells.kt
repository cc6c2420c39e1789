package io.bytering.docs.pictures

/**
 * The bytes of a ring's memory, side by side.
 *
 * @param x of the first one's left side
 * @param y of their upper side
 * @param size of each, in both directions
 */
class Cells(private val drawing: Drawing, private val x: Int, val y: Int, private val size: Int) {
    val bottom = y + size

    /** The left side of a cell, or the right side of the one before. */
    fun left(index: Int): Int = x + index * size

    /** @param kinds one letter for each cell: `.` free, `d` data, `c` claimed, `g` gap, `x` lost */
    fun draw(kinds: String, label: (index: Int) -> String) {
        for ((index, kind) in kinds.withIndex()) {
            drawing.box(left(index), y, size, size, KINDS.getValue(kind))
            drawing.text(left(index) + size / 2, y + size / 2 + 5, label(index), "quiet")
        }
    }

    /** Numbers above the cells. */
    fun indices(count: Int, index: (Int) -> Int = { it }) {
        for (i in 0 until count) {
            drawing.text(left(i) + size / 2, y - 6, index(i).toString(), "small")
        }
    }

    /** An arrow from below to the left side of a cell, with words. */
    fun mark(index: Int, text: String, at: String = "middle") {
        drawing.arrow(left(index), bottom + 14, left(index), bottom + 3)
        drawing.text(left(index), bottom + 28, text, at = at)
    }

    /** What the cells in a range are, below them. */
    fun range(from: Int, to: Int, text: String, below: Int = 4, kind: String = "quiet") {
        drawing.brace(left(from), left(to), bottom + below, text, kind)
    }

    private companion object {
        val KINDS =
            mapOf('.' to "free", 'd' to "data", 'c' to "claimed", 'g' to "gap", 'x' to "lost")
    }
}
