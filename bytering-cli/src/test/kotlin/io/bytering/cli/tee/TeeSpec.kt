package io.bytering.cli.tee

import io.bytering.BroadcastRing
import io.bytering.blocking.WaitStrategy
import io.bytering.cli.failures.ExitCode
import io.bytering.cli.streams.Named
import io.bytering.cli.streams.TestSink
import io.bytering.cli.streams.TestSource
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.longs.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import java.util.Collections
import java.util.concurrent.CountDownLatch
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit.MINUTES
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes

/** So that no test depends on what is done before it is over; where it has to pass, it is short. */
private val ENDLESS = 1.hours.inWholeMilliseconds

class TeeSpec :
    FunSpec({
        timeout = 300_000
        val bytes = Random(4).nextBytes(1_000_003)
        val complaints = Collections.synchronizedList(ArrayList<String>())
        beforeTest { complaints.clear() }

        fun tee(
            source: ScatteringByteChannel,
            vararg outputs: TeeOutput,
            capacity: Int = 4096,
            outlivePipes: Boolean = false,
            patienceMillis: Long = ENDLESS,
            closeMillis: Long = ENDLESS,
        ): Tee {
            val ring = BroadcastRing.builder().capacity(capacity).build()
            val from = Named("source", source)
            val wait = WaitStrategy.backOff()
            return Tee(
                from,
                outputs.asList(),
                ring,
                wait,
                outlivePipes,
                patienceMillis,
                closeMillis,
                complaints::add,
            )
        }

        fun started(tee: Tee) = FutureTask { tee.run() }.also { thread(block = it::run) }

        test("every output gets every byte") {
            val sinks = List(5) { TestSink() }
            val outputs = sinks.map { sink -> TeeOutput("x") { sink } }
            tee(TestSource(bytes), *outputs.toTypedArray(), capacity = 101).run() shouldBe 0
            for (sink in sinks) sink.taken().contentEquals(bytes) shouldBe true
            complaints shouldBe listOf()
        }

        test("an output that comes late still gets the first byte") {
            val late = CountDownLatch(1)
            val prompt = TestSink()
            val sink = TestSink()
            val tee =
                tee(
                    TestSource(bytes.copyOf(4000)),
                    TeeOutput("prompt") { prompt },
                    TeeOutput("late") { sink.also { late.await() } },
                )
            val running = started(tee)
            eventually(4.minutes) { prompt.taken().size shouldBe 4000 }
            late.countDown()
            running.get(4, MINUTES) shouldBe 0
            sink.taken().contentEquals(bytes.copyOf(4000)) shouldBe true
        }

        test("the slowest sets the pace, the others are a ring ahead of it at most") {
            val gate = CountDownLatch(1)
            val prompt = TestSink()
            val slow = TestSink(gate)
            val tee =
                tee(TestSource(bytes), TeeOutput("prompt") { prompt }, TeeOutput("slow") { slow })
            val running = started(tee)
            eventually(4.minutes) { prompt.taken().size.toLong() shouldBeGreaterThan 0 }
            tee.moved shouldBe 0
            for (fill in tee.fills) (fill in 0.0..1.0) shouldBe true
            prompt.taken().size.toLong() shouldBeLessThanOrEqual 4096
            gate.countDown()
            running.get(4, MINUTES) shouldBe 0
            tee.moved shouldBe bytes.size
            for (sink in listOf(prompt, slow)) sink.taken().contentEquals(bytes) shouldBe true
        }

        test("a lossy output holds up nobody, and what it has lost is told to the byte") {
            val gate = CountDownLatch(1)
            val exact = TestSink()
            val slow = TestSink(gate)
            val tee =
                tee(
                    TestSource(bytes),
                    TeeOutput("exact") { exact },
                    TeeOutput("slow", lossy = true) { slow },
                )
            val running = started(tee)
            eventually(4.minutes) { exact.taken().size shouldBe bytes.size }
            gate.countDown()
            running.get(4, MINUTES) shouldBe 0
            exact.taken().contentEquals(bytes) shouldBe true
            val lost = bytes.size - slow.taken().size
            lost.toLong() shouldBeGreaterThan bytes.size - 3 * 4096L
            tee.losses() shouldContainExactly listOf("slow: lost $lost of ${bytes.size} bytes")
            slow.isMadeOfPiecesOf(bytes) shouldBe true
        }

        /** The loss of an output called "stuck" that got [taken] of all bytes. */
        fun stuckAt(taken: Int) = listOf("stuck: lost ${bytes.size - taken} of ${bytes.size} bytes")

        test("a lossy output that takes nothing at all is left at the end") {
            val exact = TestSink()
            val stuck = TestSink(CountDownLatch(1))
            val tee =
                tee(
                    TestSource(bytes),
                    TeeOutput("exact") { exact },
                    TeeOutput("stuck", lossy = true) { stuck },
                    patienceMillis = 10,
                    closeMillis = 10,
                )
            started(tee).get(4, MINUTES) shouldBe 0
            exact.taken().contentEquals(bytes) shouldBe true
            tee.losses() shouldContainExactly stuckAt(0)
            complaints shouldBe listOf()
        }

        test("the loss of an output that was given up is final, even if a write goes through") {
            val gate = CountDownLatch(1)
            val sink = TestSink(gate) // not even the close ends its write
            val closed = CountDownLatch(2) // the second comes from its own thread
            val stuck =
                object : GatheringByteChannel by sink {
                    override fun close() = closed.countDown()
                }
            val tee =
                tee(
                    TestSource(bytes),
                    TeeOutput("exact") { TestSink() },
                    TeeOutput("stuck", lossy = true) { stuck },
                    patienceMillis = 10,
                    closeMillis = 10,
                )
            started(tee).get(4, MINUTES) shouldBe 0
            tee.losses() shouldContainExactly stuckAt(0)
            gate.countDown()
            closed.await()
            sink.taken().size.toLong() shouldBeGreaterThan 0
            tee.losses() shouldContainExactly stuckAt(0)
        }

        test("what a write has written when the close ends it is not told as lost") {
            val closed = CountDownLatch(1)
            val sink = TestSink(closed, room = 5)
            val stuck =
                object : GatheringByteChannel by sink {
                    override fun close() = closed.countDown()
                }
            val tee =
                tee(
                    TestSource(bytes),
                    TeeOutput("exact") { TestSink() },
                    TeeOutput("stuck", lossy = true) { stuck },
                    patienceMillis = 10,
                )
            started(tee).get(4, MINUTES) shouldBe 0
            sink.taken().size shouldBe 5
            tee.losses() shouldContainExactly stuckAt(5)
        }

        test("an output that is open only after it was given up gets nothing") {
            val gate = CountDownLatch(1)
            val sink = TestSink()
            val closed = CountDownLatch(1)
            val stuck =
                object : GatheringByteChannel by sink {
                    override fun close() = closed.countDown()
                }
            val tee =
                tee(
                    TestSource(bytes),
                    TeeOutput("exact") { TestSink() },
                    TeeOutput("stuck", lossy = true) { stuck.also { gate.await() } },
                    patienceMillis = 10,
                )
            started(tee).get(4, MINUTES) shouldBe 0
            tee.losses() shouldContainExactly stuckAt(0)
            gate.countDown()
            closed.await()
            sink.taken().size shouldBe 0
            tee.losses() shouldContainExactly stuckAt(0)
        }

        test("a stop gives up the lossy outputs that are not done, and their loss is final") {
            val gate = CountDownLatch(1)
            val sink = TestSink(gate)
            val closed = CountDownLatch(2)
            val stuck =
                object : GatheringByteChannel by sink {
                    override fun close() = closed.countDown()
                }
            val tee =
                tee(
                    TestSource(bytes),
                    TeeOutput("exact") { TestSink() },
                    TeeOutput("stuck", lossy = true) { stuck },
                    closeMillis = 10,
                )
            val running = started(tee)
            eventually(4.minutes) { tee.losses() shouldContainExactly stuckAt(0) }
            tee.stop(0)
            tee.losses() shouldContainExactly stuckAt(0)
            gate.countDown()
            closed.await()
            running.get(4, MINUTES) shouldBe 0
            tee.losses() shouldContainExactly stuckAt(0)
        }

        test("outputs that fail are told about, the others go on") {
            val exact = TestSink()
            val tee =
                tee(
                    TestSource(bytes),
                    TeeOutput("absent") { throw IOException("Gone") },
                    TeeOutput("exact") { exact },
                    TeeOutput("full") { TestSink(room = 5000, problem = "No space left") },
                    TeeOutput("lossy", lossy = true) { throw IOException("No such thing") },
                )
            tee.run() shouldBe 1
            exact.taken().contentEquals(bytes) shouldBe true
            complaints shouldContainExactlyInAnyOrder
                listOf("absent: gone", "full: no space left", "lossy: no such thing")
            tee.losses() shouldBe listOf()
            tee.moved shouldBe bytes.size
        }

        test("when all outputs have failed, a source that never ends is left alone") {
            val tee = tee(TestSource(null), TeeOutput("absent") { throw IOException("gone") })
            started(tee).get(4, MINUTES) shouldBe 1
        }

        test("a source that fails ends the stream behind what it gave") {
            val exact = TestSink()
            val tee = tee(TestSource(bytes, problem = "Worn out"), TeeOutput("exact") { exact })
            tee.run() shouldBe 1
            exact.taken().contentEquals(bytes) shouldBe true
            complaints shouldContainExactly listOf("source: worn out")
        }

        test("a pipe that nobody reads ends the stream, the others get what was read") {
            val exact = TestSink()
            val tee =
                tee(
                    TestSource(null), // ends by itself never
                    TeeOutput("pipe") { TestSink(room = 0, problem = "Broken pipe") },
                    TeeOutput("exact") { exact },
                )
            started(tee).get(4, MINUTES) shouldBe ExitCode.DOWNSTREAM_CLOSED
            complaints shouldContainExactly listOf("pipe was closed by the program behind it")
            exact.taken().size.toLong() shouldBeGreaterThan 0
            tee.moved shouldBe exact.taken().size
        }

        test("pipes that nobody reads are outlived if that is wanted") {
            val exact = TestSink()
            val tee =
                tee(
                    TestSource(bytes),
                    TeeOutput("pipe") { TestSink(room = 5, problem = "Broken pipe") },
                    TeeOutput("exact") { exact },
                    outlivePipes = true,
                )
            tee.run() shouldBe 0
            complaints shouldBe listOf()
            exact.taken().contentEquals(bytes) shouldBe true
        }

        test("a lossy pipe that nobody reads has lost the rest") {
            val exact = TestSink()
            val tee =
                tee(
                    TestSource(bytes),
                    TeeOutput("pipe", lossy = true) {
                        TestSink(room = 0, problem = "Broken pipe")
                    },
                    TeeOutput("exact") { exact },
                )
            tee.run() shouldBe 0
            complaints shouldBe listOf()
            exact.taken().contentEquals(bytes) shouldBe true
            tee.losses() shouldContainExactly
                listOf("pipe: lost ${bytes.size} of ${bytes.size} bytes")
        }

        test("when it is stopped, what was read still gets to the outputs") {
            val gate = CountDownLatch(1)
            val slow = TestSink(gate)
            val tee = tee(TestSource(null), TeeOutput("slow") { slow })
            val running = started(tee)
            eventually(4.minutes) { tee.fills.single() shouldBe 1.0 }
            val stopping = thread { tee.stop(ENDLESS) }
            // it reads no more from here on
            eventually(4.minutes) { stopping.state shouldBe Thread.State.TIMED_WAITING }
            gate.countDown()
            stopping.join()
            slow.taken().size shouldBe 4096
            running.get(4, MINUTES) shouldBe 0
        }
    })
