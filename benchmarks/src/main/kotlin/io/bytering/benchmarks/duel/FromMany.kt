package io.bytering.benchmarks.duel

/**
 * Looks whether what several senders have sent arrives. All messages of one sender are the same:
 * the [Pattern] from its number on. Looked at as by a [Check]; and as many must come from each.
 */
class FromMany(private val size: Int, senders: Int) {
    /** Room for one message. */
    val bytes: ByteArray = ByteArray(size)
    private val messages = List(senders, ::of)
    private val counts = IntArray(senders)
    private var differences = 0

    /** The message of a sender. */
    fun of(number: Int): ByteArray = Pattern.array(size).copyOfRange(number, number + size)

    /** The message at the start of an array. */
    fun message(bytes: ByteArray) {
        val number = bytes[0].toInt()
        if (number !in counts.indices || !isOf(messages[number], bytes)) differences++
        else counts[number]++
    }

    private fun isOf(message: ByteArray, bytes: ByteArray): Boolean =
        if (Check.careful) java.util.Arrays.equals(message, 0, size, bytes, 0, size)
        else message[size - 1] == bytes[size - 1]

    fun begin() {
        counts.fill(0)
        differences = 0
    }

    /** @param count messages that should have come by now */
    fun end(count: Int) {
        check(differences == 0) { "$differences messages arrived with wrong bytes" }
        check(counts.all { it == count / counts.size }) {
            "of $count messages, there came from each sender: ${counts.toList()}"
        }
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
}
