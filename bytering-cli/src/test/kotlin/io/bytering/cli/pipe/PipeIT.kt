package io.bytering.cli.pipe

import io.bytering.cli.Shell
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import kotlin.random.Random

class PipeIT :
    FunSpec({
        val folder = tempdir().toPath()
        val shell = Shell(folder)
        folder.resolve("source").toFile().writeBytes(Random(1).nextBytes(5_000_011))

        context("passes bytes on as they are") {
            withTests(nameFn = { "$it of them" }, listOf(0, 1, 65536, 1_048_573, 5_000_011)) {
                val ran =
                    shell.run("head -c $it source | bytering pipe | cmp - <(head -c $it source)")
                ran.err shouldBe ""
                ran.out shouldBe ""
                ran.exitCode shouldBe 0
            }
        }

        context("passes them on whatever the ring is like") {
            withTests(
                nameFn = { "pipe $it" },
                "--storage direct",
                "--storage heap",
                "--storage mirrored",
                "--storage mirrored --buffer 1", // a page of them
                "--buffer 1 --wait yield",
                "--buffer 4097",
                "-b 1G --wait park",
                "--wait spin",
            ) {
                val ran =
                    shell.run(
                        "head -c 50021 source | bytering pipe $it | cmp - <(head -c 50021 source)"
                    )
                ran.err shouldBe ""
                ran.exitCode shouldBe 0
            }
        }

        test("from file to file") {
            val ran = shell.run("bytering pipe <source >target; cmp source target")
            ran.err shouldBe ""
            ran.exitCode shouldBe 0
        }

        test("each byte is passed on at once, not when a buffer is full") {
            // The second is only sent when the first has come out at the other end.
            val ran =
                shell.run(
                    """
                    mkfifo in out
                    start 'bytering pipe <in >out'
                    exec 3>in 4<out
                    for i in 1 2 3; do printf "${'$'}i" >&3; head -c 1 <&4; done
                    exec 3>&-
                    cat <&4
                    """
                )
            ran.err shouldBe ""
            ran.out shouldBe "123"
        }

        test("ends as others do when the program behind it stops reading") {
            val ran =
                shell.run("yes | bytering pipe | head -c 10 >/dev/null; echo \${PIPESTATUS[1]}")
            ran.out shouldBe "141"
            ran.err shouldBe "bytering: standard output was closed by the program behind it"
        }

        test("-q says nothing of a program behind it that stops reading") {
            val ran =
                shell.run("yes | bytering pipe -q | head -c 10 >/dev/null; echo \${PIPESTATUS[1]}")
            ran.out shouldBe "141"
            ran.err shouldBe ""
        }

        test("refuses to write to the file it reads, where it would read what it wrote") {
            val ran =
                shell.run(
                    """
                    echo some >own; bytering pipe <own >>own; echo ${'$'}?; cat own
                    bytering pipe <own 1<>own && cat own
                    : >empty; bytering pipe <empty >>empty && cat empty
                    """
                )
            ran.out.lines() shouldBe listOf("1", "some", "some")
            ran.err shouldBe "bytering: standard output: is the file on standard input"
        }

        test("tells in one line that the disk is full") {
            val ran = shell.run("bytering pipe <source >/dev/full")
            ran.exitCode shouldBe 1
            ran.err shouldBe "bytering: standard output: no space left on device"
        }

        test("tells in one line that a folder can't be read") {
            val ran = shell.run("bytering pipe <.")
            ran.exitCode shouldBe 1
            ran.err shouldBe "bytering: standard input: is a directory"
        }

        context("tells in one line that") {
            withTests("standard input" to "<&-", "standard output" to "<source >&-") {
                (name, closed) ->
                val ran = shell.run("bytering pipe $closed")
                ran.exitCode shouldBe 1
                ran.out shouldBe ""
                ran.err shouldBe "bytering: $name is closed"
            }
        }

        context("a signal ends it at once") {
            withTests(nameFn = { (name, _) -> name }, "INT" to 130, "TERM" to 143) { (name, code) ->
                shell.assumeCanSend(name)
                val ran =
                    shell.run(
                        """
                        mkfifo in.$name out.$name
                        start 'bytering pipe <in.$name >out.$name'
                        exec 3>in.$name 4<out.$name
                        printf x >&3
                        head -c 1 <&4
                        kill -$name ${'$'}!
                        wait ${'$'}!
                        """
                    )
                ran.exitCode shouldBe code
                ran.out shouldBe "x"
                ran.err shouldBe "bytering: interrupted after 1 B"
            }
        }

        context("refuses what makes no sense") {
            withTests(
                nameFn = { (arguments, _) -> arguments },
                "--buffer 0" to "--buffer 0: must be from 1 byte to 1 GiB",
                "--buffer 3Z" to "--buffer 3Z: not a size; write 65536, 64K, 4M or 1G",
                "--buffer 2G" to "--buffer 2G: must be from 1 byte to 1 GiB",
                "--size -1" to "--size -1: not a size; write 65536, 64K, 4M or 1G",
            ) { (arguments, complaint) ->
                val ran = shell.run("bytering pipe $arguments </dev/null")
                ran.exitCode shouldBe 2
                ran.out shouldBe ""
                ran.err shouldBe "bytering: $complaint (see bytering pipe --help)"
            }
        }

        test("refuses more than can be mirrored") {
            val ran = shell.run("bytering pipe --storage mirrored --buffer 1G </dev/null")
            ran.exitCode shouldBe 2
            ran.err shouldMatch "bytering: --buffer 1 GiB: .*must be .*: 1073741824"
        }

        val hugePages =
            shell.run("awk '/HugePages_Free/ { print \$2 }' /proc/meminfo").out.toIntOrNull() ?: 0

        test("through huge pages").config(enabled = hugePages >= 2) {
            val ran =
                shell.run(
                    "bytering pipe --storage mirrored --huge-pages -b 3M <source | cmp - source"
                )
            ran.err shouldBe ""
            ran.exitCode shouldBe 0
        }

        test("tells how many huge pages it would have taken").config(enabled = hugePages < 500) {
            val ran = shell.run("bytering pipe --storage mirrored --huge-pages -b 1000M <source")
            ran.exitCode shouldBe 1
            ran.out shouldBe ""
            ran.err shouldMatch
                "bytering: no mirrored memory on huge pages: .* free: 500 \\(.*vm.nr_hugepages\\)"
        }

        test("huge pages are for mirrored memory only") {
            val ran = shell.run("bytering pipe --huge-pages </dev/null")
            ran.exitCode shouldBe 2
            ran.err shouldBe "bytering: --huge-pages needs --storage mirrored"
        }

        context("refuses in one line") {
            withTests(
                nameFn = { "pipe $it" },
                "--wait sleep",
                "--storage paper",
                "--nope",
                "file",
            ) {
                val ran = shell.run("bytering pipe $it </dev/null")
                ran.exitCode shouldBe 2
                ran.err shouldMatch "bytering: .*\\(see bytering pipe --help\\)"
            }
        }

        test("progress is shown on standard error when it is asked for, and only then") {
            val ran = shell.run("head -c 3M /dev/zero | bytering pipe --progress --size 3M | wc -c")
            ran.out shouldBe "3145728"
            val lines = ran.err.lines() // one more for each second that it takes
            for (line in lines.dropLast(1)) line shouldMatch " *\\d.*(B/s|-) +ring.*%.*"
            lines.last() shouldMatch "bytering: 3.00 MiB in \\d+\\.\\d\\d s, .*iB/s"
            shell.run("head -c 3M /dev/zero | bytering pipe | wc -c").err shouldBe ""
            shell.run("head -c 3M /dev/zero | bytering pipe -q --progress | wc -c").err shouldBe ""
        }
    })
