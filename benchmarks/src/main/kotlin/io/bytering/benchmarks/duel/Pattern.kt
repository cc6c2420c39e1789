package io.bytering.benchmarks.duel

/**
 * The bytes that are sent: the one at position p of a batch is p modulo 251, so that none can be
 * missing unseen.
 */
object Pattern {
    private const val PERIOD = 251

    /** An array in which a message of [size] bytes can start at each offset below the period. */
    fun array(size: Int): ByteArray = ByteArray(PERIOD + size) { (it % PERIOD).toByte() }

    /** From one message's offset in the array to that of the next. */
    fun next(offset: Int, step: Int): Int {
        val next = offset + step
        return if (next >= PERIOD) next - PERIOD else next
    }

    /** How much further the next message starts. */
    fun step(size: Int): Int = size % PERIOD
}

/** What a sender takes its chunks from, one after the other, all of one size. */
class Chunks(size: Int) {
    val array: ByteArray = Pattern.array(size)
    val step: Int = Pattern.step(size)

    /** Calls [send] for each of [count], with the place in the [array] where it starts. */
    inline fun each(count: Int, send: (offset: Int) -> Unit) {
        var offset = 0
        repeat(count) {
            send(offset)
            offset = Pattern.next(offset, step)
        }
    }
}

/**
 * Looks whether what arrives is what was sent. While time is taken, at the first and last byte of
 * each message and at how many bytes came; otherwise, that is before the first round of each
 * contestant, at every byte.
 */
class Check(val size: Int) {
    /** Room for one message. */
    val bytes: ByteArray = ByteArray(size)
    private val pattern = Pattern.array(size)
    private val step = Pattern.step(size)
    private var offset = 0
    private var differences = 0
    private var received = 0L

    fun begin() {
        offset = 0
        differences = 0
        received = 0
    }

    /** Messages that arrive whole, at [start] of [bytes]. */
    fun message(bytes: ByteArray, start: Int) {
        differences += compare(bytes, start, size)
        received += size
        offset = Pattern.next(offset, step)
    }

    /** Pieces of any [length] up to the size, at the start of [bytes]. */
    fun piece(bytes: ByteArray, length: Int) {
        differences += compare(bytes, 0, length)
        received += length
        offset = Pattern.next(offset, Pattern.step(length))
    }

    /** Pieces of which only the [first] and [last] byte are looked at, where they are. */
    fun piece(first: Byte, last: Byte, length: Int) {
        differences +=
            differs(pattern[offset], first) or differs(pattern[offset + length - 1], last)
        received += length
        offset = Pattern.next(offset, Pattern.step(length))
    }

    /**
     * The bytes of [count] messages, in pieces: [read] puts up to so many at the start of [bytes],
     * and says how many.
     */
    inline fun stream(count: Int, read: (most: Int) -> Int) {
        begin()
        var left = count.toLong() * size
        while (left > 0) {
            val length = read(minOf(size.toLong(), left).toInt())
            piece(bytes, length)
            left -= length
        }
        end(count)
    }

    /**
     * As many messages: [take] hands up to so many to [message], and says how many; while there are
     * none it is idle.
     */
    inline fun messages(count: Int, idle: Idle, take: (most: Int) -> Int) {
        begin()
        idle.untilAll(count, take)
        end(count)
    }

    /** @param count messages that should have come by now */
    fun end(count: Int) {
        check(received == count.toLong() * size) { "$received bytes arrived of $count * $size" }
        check(differences == 0) { "$differences messages arrived with wrong bytes" }
    }

    private fun compare(bytes: ByteArray, start: Int, length: Int): Int =
        if (careful) {
            if (
                java.util.Arrays.equals(
                    bytes,
                    start,
                    start + length,
                    pattern,
                    offset,
                    offset + length,
                )
            )
                0
            else 1
        } else {
            differs(pattern[offset], bytes[start]) or
                differs(pattern[offset + length - 1], bytes[start + length - 1])
        }

    private fun differs(a: Byte, b: Byte): Int = if (a == b) 0 else 1

    companion object {
        /** Whether every byte is compared; for all checks, as it is set while none is at work. */
        @JvmStatic var careful: Boolean = false
    }
}
