package io.bytering.cli.bursts

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import java.util.Random

class BurstsSpec :
    FunSpec({
        test("every tag arrives on its sample") {
            for (seed in 1L..20L) {
                val random = Random(seed)
                val sent = bursts(10, random)
                val received = transmit(sent, 0.25f, random)
                received.signal.bursts shouldBe sent.bursts
                received.found.size shouldBe 10
            }
        }

        test("without noise the recorder gets what was sent") {
            val sent = bursts(3, Random(1))
            val received = transmit(sent, 0f, Random(1))
            received.signal.samples shouldBe sent.samples
        }

        test("in silence nothing is found") {
            val silence = Signal(FloatArray(2000), emptyMap())
            transmit(silence, 0.25f, Random(1)).found.shouldBeEmpty()
        }
    })
