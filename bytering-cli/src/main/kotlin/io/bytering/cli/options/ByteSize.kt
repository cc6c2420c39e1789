package io.bytering.cli.options

import java.util.Locale

/** Numbers of bytes as people write and read them. */
object ByteSize {
    private const val UNITS = "KMGT"

    /**
     * Reads `65536`, `64K`, `64KiB`, `64KB`, `4M`, `1G`, in either case. All suffixes are powers of
     * 1024: buffers come in those.
     *
     * @return null if it is no such thing, or too large for a `Long`
     */
    fun parse(text: String): Long? {
        val digits = text.takeWhile { it in '0'..'9' }
        val number = digits.toLongOrNull() ?: return null
        val shift =
            shiftOf(text.substring(digits.length).trim().uppercase(Locale.ROOT)) ?: return null
        return if (number > Long.MAX_VALUE shr shift) null else number shl shift
    }

    private fun shiftOf(suffix: String): Int? {
        if (suffix.isEmpty() || suffix == "B") return 0
        val unit = UNITS.indexOf(suffix[0])
        val known = unit >= 0 && suffix.substring(1) in listOf("", "B", "IB")
        return if (known) 10 * (unit + 1) else null
    }

    /** As short as it can be said without rounding: `1 GiB`, `65537 B`. */
    fun exact(bytes: Long): String {
        val unit =
            (UNITS.length downTo 1).firstOrNull { bytes != 0L && bytes % (1L shl 10 * it) == 0L }
        return if (unit == null) "$bytes B" else "${bytes shr 10 * unit} ${UNITS[unit - 1]}iB"
    }

    /**
     * Three digits and a unit, at most eight characters: `0 B`, `1023 B`, `1.50 KiB`, `512 MiB`.
     */
    fun format(bytes: Double): String {
        // 1023.5 would be rounded to 1024
        var value = bytes
        var unit = -1
        while (value >= 1023.5 && unit < UNITS.lastIndex) {
            value /= 1024
            unit++
        }
        if (unit < 0) return String.format(Locale.ROOT, "%.0f B", value)
        val decimals = if (value < 9.995) 2 else if (value < 99.95) 1 else 0
        return String.format(Locale.ROOT, "%.${decimals}f %ciB", value, UNITS[unit])
    }

    fun format(bytes: Long): String = format(bytes.toDouble())
}
