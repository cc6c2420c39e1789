package io.bytering.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldStartWith

/** What all commands have in common, and the demo. */
class CommandIT :
    FunSpec({
        val shell = Shell(tempdir().toPath())

        test("helps") {
            val ran = shell.run("bytering --help")
            ran.exitCode shouldBe 0
            ran.err shouldBe ""
            ran.out shouldStartWith "Usage: bytering"
            for (command in listOf("demo", "pipe", "tee", "copy", "relay")) {
                ran.out shouldContain Regex("\n  $command  ")
                shell.run("bytering $command --help").out shouldStartWith "Usage: bytering $command"
            }
        }

        test("tells its version") {
            shell.run("bytering --version").out shouldMatch "bytering version \\d+\\.\\d+\\.\\d+.*"
        }

        test("without a command it helps on standard error, as something is missing") {
            val ran = shell.run("bytering")
            ran.exitCode shouldBe 2
            ran.out shouldBe ""
            ran.err shouldStartWith "Usage: bytering"
        }

        test("is found through a link, and from elsewhere") {
            val ran =
                shell.run(
                    "ln -s \"\$(command -v bytering)\" other; cd /; \"\$OLDPWD\"/other --version"
                )
            ran.err shouldBe ""
            ran.out shouldStartWith "bytering version"
        }

        context("the demo agrees") {
            withTests(
                nameFn = { "demo $it" },
                "--bytes 8M",
                "--bytes 0",
                "--bytes 1",
                "--bytes 100003 --buffer 101",
                "--bytes 3M --storage heap --wait park",
                "--bytes 3M --storage mirrored --buffer 5000",
            ) {
                val ran = shell.run("bytering demo $it")
                ran.exitCode shouldBe 0
                ran.err shouldBe ""
                ran.out shouldEndWith "All bytes agree."
            }
        }

        context("results that can't be written are a failure") {
            withTests(
                nameFn = { it },
                "--help",
                "--version",
                "pipe --help",
                "demo --bytes 0",
                "copy --verify /dev/null nothing",
                "bursts",
                "pipeline --items 1",
            ) {
                val ran = shell.run("bytering $it >/dev/full")
                ran.exitCode shouldBe 1
                ran.err shouldBe "bytering: standard output: no space left on device"
            }
        }

        test("the demo stops at once when it is told to") {
            shell.assumeCanSend("INT")
            val ran =
                shell.run(
                    """
                    start 'bytering demo --bytes 4T >started'
                    poll 'grep -q TCP started'
                    kill -INT ${'$'}!; wait ${'$'}!
                    """
                )
            ran.exitCode shouldBe 130
            ran.err shouldMatch "bytering: interrupted after .*B"
        }
    })
