package io.bytering.cli.pipeline

import io.bytering.cli.Shell
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldMatch
import java.io.File
import javax.imageio.ImageIO

/** The two commands that send items through rings. */
class PipelineIT :
    FunSpec({
        val folder: File = tempdir()
        val shell = Shell(folder.toPath())

        context("what comes out of the pipeline is what went in") {
            withTests(
                nameFn = { "pipeline $it" },
                "--items 300000",
                "--items 300000 --coroutines",
                "--items 100003 --stages 7 --ring 101 --storage heap --wait backoff",
                "--items 100003 --stages 7 --ring 1001 --coroutines --storage heap",
                "--items 50000 --stages 0 --ring 1",
                "--items 0 --stages 3",
            ) {
                val ran = shell.run("bytering pipeline $it")
                ran.err shouldBe ""
                ran.exitCode shouldBe 0
                ran.out shouldMatch Regex("(?s)[0-9,]+ floats, .* [0-9.]+ s, .*All floats agree\\.")
            }
        }

        test("the pipeline names its stages, threads and rings") {
            shell.run("bytering pipeline --items 1000").out shouldContain
                "1,000 floats, 200 stages, 202 threads, rings of 16,384: "
        }

        test("wrong numbers are refused") {
            val ran = shell.run("bytering pipeline --stages -1")
            ran.exitCode shouldBe 2
            ran.err shouldContain "--stages"
        }

        test("bursts are found again, and drawn") {
            val ran = shell.run("bytering bursts --bursts 9 --seed 7 --picture bursts.png")
            ran.err shouldBe ""
            ran.exitCode shouldBe 0
            ran.out.lines().size shouldBe 1 + 9 + 1
            ran.out shouldEndWith "All bursts found."
            val picture = ImageIO.read(File(folder, "bursts.png"))
            "${picture.width} × ${picture.height}" shouldBe "1400 × 840"
        }

        test("a picture that can't be written is an error") {
            val ran = shell.run("bytering bursts --picture no/such/folder.png")
            ran.exitCode shouldBe 1
            ran.err shouldContain "no/such/folder.png"
        }
    })
