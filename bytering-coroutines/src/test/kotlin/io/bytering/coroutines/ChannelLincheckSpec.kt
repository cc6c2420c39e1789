package io.bytering.coroutines

import io.bytering.message.MessageRing
import io.bytering.storage.Storage
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.channels.ChannelResult
import kotlinx.coroutines.channels.onClosed
import kotlinx.coroutines.channels.onSuccess
import org.jetbrains.lincheck.LincheckAssertionError
import org.jetbrains.lincheck.datastructures.DSLThreadScenario
import org.jetbrains.lincheck.datastructures.IntGen
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.Options
import org.jetbrains.lincheck.datastructures.Param
import org.jetbrains.lincheck.datastructures.StressOptions
import org.jetbrains.lincheck.datastructures.forClasses

/** Whatever calls do at the same time, what they answer is what some order of them would have. */
class ChannelLincheckSpec :
    FunSpec({
        timeout = (5.minutes * EFFORT).inWholeMilliseconds

        // Its claim is watched, and keeps alive the thread that looks for forgotten ones: that must
        // not
        // start within a run, as one more thread of it.
        val watched = MessageRing.ofCapacity(8).newWriter()
        watched.claim(1)
        afterSpec { watched.close() }

        // The scenarios by name are the races that matter; the random ones are for the rest. Real
        // threads, which find less in the same time, are for the profile "stress".
        test("each side ends the channel: by model checking") {
            modelChecking().mixed().addRaces().check(EndedByTheSides::class)
        }

        test("each side ends the channel: under stress").config(enabled = EFFORT > 1) {
            StressOptions().mixed().addRaces().check(EndedByTheSides::class)
        }

        test("somebody else ends the channel: by model checking") {
            modelChecking().mixed().addForeignEnds().check(EndedByOthers::class)
        }

        test("somebody else ends the channel: under stress").config(enabled = EFFORT > 1) {
            StressOptions().mixed().addForeignEnds().check(EndedByOthers::class)
        }

        test("many send: by model checking") {
            modelChecking().mixed().addManySenders().check(SentByMany::class)
        }

        test("many send: under stress").config(enabled = EFFORT > 1) {
            StressOptions().mixed().addManySenders().check(SentByMany::class)
        }

        test("a channel with less room than it should have is noticed").config(
            enabled = EFFORT > 1
        ) {
            shouldThrow<LincheckAssertionError> {
                modelChecking()
                    .mixed()
                    .addRaces()
                    .minimizeFailedScenario(false)
                    .sequentialSpecification(WithMoreRoom::class.java)
                    .check(EndedByTheSides::class)
            }
        }
    })

/** How many times as long as usual. */
private val EFFORT = Integer.getInteger("bytering.effort", 1)

/** Claims are watched by one set for all rings of the JVM, which differs from run to run. */
private fun modelChecking() =
    ModelCheckingOptions()
        .addGuarantee(forClasses("io.bytering.internal.Forgotten").methods("watch", "end").ignore())

private fun <T : Options<T, *>> T.mixed(): T =
    iterations(2 * EFFORT)
        .invocationsPerIteration(if (EFFORT > 1) 100 else 50)
        .actorsBefore(1)
        .actorsPerThread(3)
        .actorsAfter(1)

private fun <T : Options<T, *>> T.addRaces(): T =
    // a message and the end against a receiver that waits
    race({ actor(trySend, 1) }, { actor(receive) })
        .race({ actor(send, 1) }, { actor(receiveCatching) })
        // a sender that waits against the receivers that make room
        .race(
            {
                actor(send, 4)
                actor(send, 1)
            },
            {
                actor(receive)
                actor(receive)
            },
        )

private fun <T : Options<T, *>> T.addForeignEnds(): T =
    race(
            { actor(trySend, 1) },
            {
                actor(close)
                actor(receiveCatching)
            },
        )
        .race(
            {
                actor(send, 4)
                actor(send, 1)
            },
            {
                actor(close)
                actor(receive)
                actor(receive)
            },
        )
        .race(
            {
                actor(send, 4)
                actor(send, 1)
            },
            { actor(cancel) },
        )
        .race(
            { actor(receive) },
            {
                actor(trySend, 1)
                actor(close)
            },
        )
        .race({ actor(receive) }, { actor(cancel) })
        .race(
            { actor(cancel) },
            {
                actor(isClosedForSend)
                actor(receiveCatching)
            },
            { actor(trySend, 1) },
        )

private fun <T : Options<T, *>> T.addManySenders(): T =
    // two that find room at once, and one that does not
    race({ actor(manySend, 1) }, { actor(manyTrySend, 2) }, { actor(receive) })
        // two that wait, and a third that must not overtake them
        .race(
            { actor(manySend, 4) },
            { actor(manySend, 3) },
            {
                actor(manyTrySend, 1)
                actor(receive)
                actor(receive)
            },
            before = { actor(manyTrySend, 4) },
        )
        // the end, with two inside
        .race({ actor(manySend, 4) }, { actor(manySend, 1) }, { actor(manyClose) })
        .race(
            { actor(manySend, 4) },
            {
                actor(manyClose)
                actor(receiveCatching)
            },
            { actor(manyTrySend, 1) },
            before = { actor(manyTrySend, 1) },
        )
        .race(
            { actor(manySend, 4) },
            { actor(manySend, 1) },
            { actor(manyCancel) },
            before = { actor(manyTrySend, 4) },
        )

private fun <T : Options<T, *>> T.race(
    vararg threads: DSLThreadScenario.() -> Unit,
    before: DSLThreadScenario.() -> Unit = {},
): T = addCustomScenario {
    initial(before)
    parallel { threads.forEach { thread(it) } }
}

private val send = ChannelOperations::send
private val trySend = ChannelOperations::trySend
private val receive = AnyOperations::receive
private val receiveCatching = AnyOperations::receiveCatching
private val isClosedForSend = AnyOperations::isClosedForSend
private val close = EndedByOthers::close
private val cancel = EndedByOthers::cancel
private val manySend = SentByMany::send
private val manyTrySend = SentByMany::trySend
private val manyClose = SentByMany::close
private val manyCancel = SentByMany::cancel

/** What both sides have. A message takes one or two of the ring's units. */
abstract class AnyOperations(room: Int) {
    protected val channel =
        RingChannel(MessageRing.builder().capacity(room).storage(Storage.heap()).build())

    protected suspend fun sendOf(size: Int) = channel.send(ByteArray(4 * size) { size.toByte() })

    protected fun trySendOf(size: Int) = channel.trySend(ByteArray(4 * size)).name()

    @Operation(nonParallelGroup = "receiver") suspend fun receive() = channel.receive().size

    @Operation(nonParallelGroup = "receiver")
    suspend fun receiveCatching() = channel.receiveCatching().name()

    @Operation fun isClosedForSend() = channel.isClosedForSend
}

/** One sender, one receiver. */
@Param(name = "size", gen = IntGen::class, conf = "0:4")
abstract class ChannelOperations(room: Int = 16) : AnyOperations(room) {
    @Operation(nonParallelGroup = "sender")
    suspend fun send(@Param(name = "size") size: Int) = sendOf(size)

    @Operation(nonParallelGroup = "sender")
    fun trySend(@Param(name = "size") size: Int) = trySendOf(size)
}

open class EndedByTheSides(room: Int = 16) : ChannelOperations(room) {
    @Operation(nonParallelGroup = "receiver") fun tryReceive() = channel.tryReceive().name()

    @Operation(nonParallelGroup = "sender") fun close() = channel.close()

    @Operation(nonParallelGroup = "receiver") fun cancel() = channel.cancel()

    @Operation fun isClosedForReceive() = channel.isClosedForReceive
}

/** What the channel would be if its room were not what it is. */
class WithMoreRoom : EndedByTheSides(100)

/** Without tryReceive, which does not wait for a send that a close has overtaken. */
class EndedByOthers : ChannelOperations() {
    @Operation fun close() = channel.close()

    @Operation fun cancel() = channel.cancel()
}

/** Many senders. Without tryReceive, which does not wait for a send that another has overtaken. */
@Param(name = "size", gen = IntGen::class, conf = "0:4")
class SentByMany : AnyOperations(16) {
    @Operation(promptCancellation = true)
    suspend fun send(@Param(name = "size") size: Int) = sendOf(size)

    @Operation fun trySend(@Param(name = "size") size: Int) = trySendOf(size)

    @Operation fun close() = channel.close()

    @Operation fun cancel() = channel.cancel()
}

private fun ChannelResult<*>.name(): String {
    onSuccess {
        return if (it is ByteArray) "${it.size} bytes" else "sent"
    }
    onClosed {
        return "closed by $it"
    }
    return "not now"
}
