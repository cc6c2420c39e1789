package io.bytering.okio

import io.bytering.ByteRing
import io.bytering.blocking.WaitStrategy
import io.bytering.storage.Storage
import io.kotest.core.spec.style.FunSpec
import okio.Pipe
import okio.Sink

/** okio's own pipe: what the contracts ask for is what it does. */
class OkioPipeSpec :
    FunSpec({
        fun pipe(capacity: Int): FoldingPipe {
            val pipe = Pipe(capacity.toLong())
            return object : FoldingPipe {
                override val source = pipe.source
                override val sink = pipe.sink

                override fun cancel() = pipe.cancel()

                override fun fold(sink: Sink) = pipe.fold(sink)
            }
        }
        include(pipeContract(::pipe))
        include(foldContract(::pipe))
    })

class RingPipeSpec :
    FunSpec({
        fun ends(pipe: RingPipe) =
            object : FoldingPipe {
                override val source = pipe.source
                override val sink = pipe.sink

                override fun cancel() = pipe.cancel()

                override fun fold(sink: Sink) = pipe.fold(sink)
            }

        fun pipe(capacity: Int) = ends(RingPipe.ofCapacity(capacity))

        fun parkingPipe(capacity: Int) =
            ends(
                RingPipe(
                    ByteRing.builder().capacity(capacity).storage(Storage.direct()).build(),
                    WaitStrategy.parking(),
                )
            )
        include(pipeContract(::pipe))
        include("direct, parking: ", pipeContract(::parkingPipe))
        include(foldContract(::pipe))
    })

/** A source and a sink of the halves of any ring. */
class RingHalvesSpec :
    FunSpec({
        fun pipe(capacity: Int): PipeEnds {
            val ring = ByteRing.ofCapacity(capacity)
            return object : PipeEnds {
                override val source = ring.reader().asSource()
                override val sink = ring.writer().asSink()

                override fun cancel() = ring.cancel()
            }
        }
        include(pipeContract(::pipe))
    })
