package io.bytering.benchmarks.duel

/** What a group of duels is about, in the order of the report. */
enum class Group(val id: String, val title: String, val about: String) {
    MESSAGES(
        "messages",
        "Messages between two spinning threads",
        "Each message is copied in by one thread and copied out by the other. The ring is built with signals(false), as " +
            "spinners may; 'framed' puts a length before each message, as Agrona's format always does.",
    ),
    SIGNALS(
        "signals",
        "What it costs to be able to wake",
        "The default ring against one built with signals(false), everything else equal, both spinning.",
    ),
    ONE_THREAD(
        "one-thread",
        "Messages on one thread",
        "A burst of messages is copied in and copied out again by the same thread: the work itself, without a second core.",
    ),
    MANY_WRITERS(
        "many-writers",
        "Messages from many spinning threads to one",
        "Each writer is a thread; together they send as many messages as one alone. Copied in and, but for the arrays of JCTools " +
            "and the Disruptor, copied out. 'framed' is the ring for one writer.",
    ),
    STREAMS(
        "streams",
        "Streams between two threads that block",
        "Chunks of bytes through 64 KiB; both sides sleep when there is nothing to do. The kernel's pipe (nio) has a buffer of " +
            "its own size, and its sides copy nothing themselves.",
    ),
    COROUTINES_ONE_THREAD(
        "coroutines-one-thread",
        "Streams between two coroutines of one thread",
        "In runBlocking. 'in place' claims and peeks instead of copying from and to arrays. A Channel " +
            "carries arrays that then belong to the receiver, who does not copy them. Ktor's channel buffers up to 1 MiB, so " +
            "there is a ring of that size too.",
    ),
    COROUTINES_POOL(
        "coroutines-default",
        "Streams between two coroutines on Dispatchers.Default",
        "The same on the pool of threads.",
    ),
    CHANNEL_ONE_THREAD(
        "channel-one-thread",
        "A channel with many senders, on one thread",
        "Messages of several coroutines to one, in runBlocking: a RingChannel, written in place and copied out, against a Channel " +
            "of arrays, a new one for each message, for as many messages as fit in the ring's bytes.",
    ),
    CHANNEL_POOL(
        "channel-default",
        "A channel with many senders, on Dispatchers.Default",
        "The same on the pool of threads.",
    ),
    THREAD_TO_COROUTINE(
        "thread-to-coroutine",
        "Streams from a thread to a coroutine",
        "A thread that blocks writes, a coroutine on Dispatchers.Default reads.",
    ),
    ROUND_TRIP(
        "round-trip",
        "Round trips of 8 bytes",
        "A message goes to another thread or coroutine, and one comes back. The ratio is that of the medians of each round. " +
            "'locked' is kotlinx-io's Buffer under a lock. Trips of coroutines are means of a hundred, so that their " +
            "percentiles are not those of single trips.",
    ),
    WAKE_UP(
        "wake-up",
        "Waking an idle reader",
        "The reader is parked for milliseconds, then 8 bytes are written: the time until it has them. " +
            "PipedStreams are flushed, but where it says otherwise: their reader then looks once in a second. The ring's reader " +
            "has WaitStrategy.parking(); 'back off' is the default, which spins a little before it parks.",
    ),
    RELAY(
        "relay",
        "A relay over TCP",
        "From one socket to another over the loopback. A ring that one thread fills by a scattering read and empties by a " +
            "gathering write, against loops that copy through an array or a buffer of the same size.",
    ),
    RELAY_CPU(
        "relay-cpu",
        "What a relay costs",
        "The same, by the time that the relay's threads spend on a core for each GiB, system calls included.",
    ),
    BROADCAST(
        "broadcast",
        "One writer, many readers",
        "64-byte messages, each seen by every reader; all on one thread, by bursts, so that it is the work that counts.",
    ),
    VIRTUAL_THREADS(
        "virtual-threads",
        "Streams between two virtual threads",
        "As between two threads that block, but both are virtual.",
    ),
    STORAGE(
        "storage",
        "Where the bytes live",
        "The default, direct memory, against the others; between two spinning threads. Above 1: direct memory is faster.",
    ),
    LAYOUT(
        "layout",
        "What the layout gives",
        "The ring against a copy of itself from which one thing is taken out: the padding, so that both halves and their " +
            "positions share cache lines; or the limits that each half keeps, so that each call looks at the other half's " +
            "position. Between two spinning threads.",
    ),
    PINNED(
        "pinned",
        "Threads that stay on their cores",
        "The ring with each of its two spinning threads bound to a core of its own, against the same with threads that " +
            "the system may move.",
    ),
}

/** How a duel is measured. */
enum class Measure(val unit: String) {
    /** Operations per second. */
    RATE("M/s"),

    /** The time of the relays' threads on a core, for each GiB. */
    CPU("s/GiB"),

    /** The time of each operation. */
    TIME("µs"),

    /** The time of each operation, before each of which it is quiet for a while. */
    TIME_FROM_REST("µs"),
}

/**
 * A ring against a peer, at the same work. Whatever is measured, a ratio above 1 says that the ring
 * is faster.
 *
 * @param size of a message or chunk, in bytes
 * @param capacity of the ring, in bytes
 * @param variant what is compared, as the legends say it
 * @param ops how many operations are one batch: enough to forget how it starts and ends
 * @param goal the ratio of medians to be reached
 * @param quick whether it belongs to the quick run
 */
class Duel(
    val group: Group,
    val variant: String,
    val size: Int,
    val capacity: Int,
    val ops: Int,
    val goal: Double? = null,
    val quick: Boolean = true,
    val measure: Measure = Measure.RATE,
    val parameter: String = bytes(size),
    val ours: (Partner) -> Contestant,
    val peer: (Partner) -> Contestant,
) {
    val id: String =
        listOf(group.id, variant, parameter, bytes(capacity)).joinToString("/") {
            it.replace(Regex("[^\\w()]+"), "-")
        }

    override fun toString(): String = id

    companion object {
        fun bytes(n: Int): String =
            when {
                n % (1 shl 20) == 0 -> "${n shr 20}MiB"
                n % (1 shl 10) == 0 -> "${n shr 10}KiB"
                else -> "${n}B"
            }
    }
}
