package io.bytering.cli.streams

import io.bytering.ByteRing
import io.bytering.blocking.BlockingReader
import io.bytering.blocking.BlockingWriter
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeMonotonicallyIncreasing
import io.kotest.matchers.shouldBe
import java.nio.ByteBuffer
import java.nio.channels.GatheringByteChannel
import java.nio.channels.ScatteringByteChannel
import java.util.concurrent.atomic.AtomicLong

class BackOffSpec :
    FunSpec({
        test("each pause is longer than the one before, up to a limit, until it moves again") {
            val pauses = ArrayList<Long>()
            val backOff = BackOff { pauses += it }
            repeat(20) { backOff.pause() }
            pauses.shouldBeMonotonicallyIncreasing()
            pauses.first() shouldBe BackOff.SHORTEST
            pauses.last() shouldBe BackOff.LONGEST
            backOff.reset()
            backOff.pause()
            pauses.last() shouldBe BackOff.SHORTEST
        }

        test("a source that has nothing for a while is asked less often, and loses nothing") {
            val source = TestSource(ByteArray(100))
            var asked = 0L
            val idle =
                object : ScatteringByteChannel by source {
                    override fun read(dsts: Array<ByteBuffer>, offset: Int, length: Int): Long =
                        if (asked++ < 30) 0 else source.read(dsts, offset, length)

                    override fun read(dst: ByteBuffer) = read(arrayOf(dst), 0, 1).toInt()
                }
            val ring = ByteRing.builder().capacity(1000).build()
            val counted = AtomicLong()
            val pauses = ArrayList<Long>()
            BlockingWriter.of(ring.writer())
                .transferAllFrom(idle, counted, backOff = BackOff { pauses += it })
            counted.get() shouldBe 100
            pauses.size shouldBe 30
        }

        test("a sink that is full for a while is asked less often, and gets everything") {
            val sink = TestSink()
            var asked = 0L
            val full =
                object : GatheringByteChannel by sink {
                    override fun write(srcs: Array<ByteBuffer>, offset: Int, length: Int): Long =
                        if (asked++ < 30) 0 else sink.write(srcs, offset, length)

                    override fun write(src: ByteBuffer) = write(arrayOf(src), 0, 1).toInt()
                }
            val ring = ByteRing.builder().capacity(1000).build()
            ring.writer().write(ByteArray(100))
            ring.writer().close()
            val counted = AtomicLong()
            val pauses = ArrayList<Long>()
            BlockingReader.of(ring.reader())
                .transferAllTo(full, counted, backOff = BackOff { pauses += it })
            sink.taken().size shouldBe 100
            pauses.size shouldBe 30
        }
    })
