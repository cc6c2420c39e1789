package io.bytering.docs.pictures

/** A ring of 10 bytes with the writer at 27 and the reader at 23. */
fun positions(): Drawing =
    drawing(
        200,
        "Positions, indices and the two slices",
        "Ten cells with the indices 0 to 9. Index 0 was last started at position 20, the base. The reader " +
            "is at position 23, index 3; the writer at 27, index 7. Four bytes wait between them. Free are the " +
            "tail, indices 7 to 9, which is the writer's first slice, and the head, indices 0 to 2, its second.",
    ) {
        val cells = Cells(this, 120, 68, 40)
        text(16, 30, "capacity 10, base 20", "strong", "start")
        text(104, cells.y - 6, "index", "small", "end")
        text(104, cells.y + 25, "position", "quiet", "end")
        cells.indices(10)
        cells.draw("...dddd...") { (if (it < 3) 30 + it else 20 + it).toString() }
        cells.range(0, 3, "head: 3 free", 36)
        text(cells.left(0) + 60, cells.bottom + 76, "writer's second slice", "small")
        cells.range(3, 7, "4 to read", 36)
        cells.range(7, 10, "tail: 3 free", 36)
        text(cells.left(7) + 60, cells.bottom + 76, "writer's first slice", "small")
        cells.mark(3, "reader, at 23")
        cells.mark(7, "writer, at 27")
    }

/** A claim that does not fit the tail. */
fun claim(): Drawing =
    drawing(
        262,
        "A claim that goes back to index 0, and its marker",
        "Before: the reader at index 5, the writer at index 7 of 10. A claim of 4 does not fit the tail of 3. " +
            "After: it lies at indices 0 to 3; the tail stays empty for this lap, and the wrap marker, 27, tells " +
            "the reader where to go back to index 0.",
    ) {
        val before = Cells(this, 200, 44, 40)
        text(16, 68, "before claim(4)", "code", "start")
        before.indices(10)
        before.draw(".....dd...") { "" }
        before.mark(5, "reader, at 25", "end")
        before.mark(7, "writer, at 27", "start")
        val after = Cells(this, 200, 158, 40)
        text(16, 182, "after commit(4)", "code", "start")
        after.indices(10)
        after.draw("cccc.ddggg") { if (it < 4) (27 + it).toString() else "" }
        after.mark(4, "writer, at 31")
        after.range(7, 10, "left out this lap", 4)
        text(
            620,
            after.bottom + 48,
            "wrap marker: at 27 the reader goes back to index 0",
            "quiet",
            "end",
        )
    }

/** The writer starts again at index 0 when the ring is drained. */
fun noDeadZone(): Drawing =
    drawing(
        268,
        "No dead zone: a drained ring starts again at index 0",
        "A drained ring of 10, both halves at index 5: tail and head are 5 each, so a claim of 8 fits neither. " +
            "The writer starts again at index 0, and the claim lies at indices 0 to 7.",
    ) {
        val before = Cells(this, 200, 44, 40)
        text(16, 60, "drained", "strong", "start")
        text(16, 78, "claim(8) fits neither", "quiet", "start")
        before.indices(10)
        before.draw("..........") { "" }
        before.mark(5, "both halves, at 25")
        before.range(0, 5, "head: 5", 34)
        before.range(5, 10, "tail: 5", 34)
        val after = Cells(this, 200, 180, 40)
        text(16, 196, "started again", "strong", "start")
        text(16, 214, "position 25 is index 0", "quiet", "start")
        after.indices(10)
        after.draw("cccccccc..") { if (it < 8) (25 + it).toString() else "" }
        after.range(0, 8, "claim(8), in one piece", 4)
    }

/** The same pages twice. */
fun mirrored(): Drawing =
    drawing(
        166,
        "Mirrored memory: every slice is whole",
        "Eight cells, and the same eight once more behind them. Five bytes wait from index 5 on. They go round " +
            "the end, to indices 0 and 1, which are also indices 8 and 9: so 5 to 9 are one slice.",
    ) {
        val cells = Cells(this, 24, 62, 37)
        cells.indices(16)
        cells.draw("dd...ddddd...ddd") { if (it in 5..9) (20 + it).toString() else "" }
        line(cells.left(8), cells.y - 26, cells.left(8), cells.bottom + 8, kind = "dashed")
        text(cells.left(4), 30, "the memory", "strong")
        text(cells.left(12), 30, "the same pages, mapped again", "strong")
        cells.range(5, 10, "5 to read, in one slice", 12)
        cells.range(0, 2, "the same", 12)
        text(cells.left(13), cells.bottom + 35, "capacity 8", "quiet")
    }

/** Positions of a writer and its readers. */
fun broadcast(): Drawing =
    drawing(
        230,
        "Many readers: the slowest one that is waited for is the gate",
        "Positions 17 to 30 of a ring of 10. A lossy reader is at 19, a slow reader at 21, a quick one at 25, the " +
            "writer at 28. The slow reader is the gate: there is room for 3, up to 31. What lies before 21 may be " +
            "overwritten, and is intact only from 18 on.",
    ) {
        val cells = Cells(this, 40, 84, 40)
        text(16, 30, "capacity 10, positions:", "strong", "start")
        cells.draw("xgggddddddd...") { (17 + it).toString() }
        for ((index, text) in
            listOf(2 to "lossy", 4 to "slow: the gate", 8 to "quick", 11 to "writer")) {
            arrow(cells.left(index), cells.y - 22, cells.left(index), cells.y - 3)
            text(cells.left(index), cells.y - 28, text)
        }
        cells.range(0, 1, "gone", kind = "small")
        cells.range(1, 4, "may be overwritten", kind = "small")
        cells.range(4, 11, "7 that the slow reader has not read")
        cells.range(11, 14, "room: 3")
        text(
            40,
            180,
            "A lossy reader does not hold up the writer. Once that has gone a lap past it,",
            "quiet",
            "start",
        )
        text(
            40,
            199,
            "it goes on at the oldest byte that is intact, and counts what it missed.",
            "quiet",
            "start",
        )
    }
