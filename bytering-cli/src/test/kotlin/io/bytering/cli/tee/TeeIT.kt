package io.bytering.cli.tee

import io.bytering.cli.Shell
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import kotlin.random.Random

class TeeIT :
    FunSpec({
        val folder = tempdir().toPath()
        val shell = Shell(folder)
        folder.resolve("source").toFile().writeBytes(Random(5).nextBytes(5_000_011))

        context("every output gets every byte") {
            withTests(nameFn = { "$it of them" }, listOf(0, 1, 65536, 5_000_011)) {
                val ran =
                    shell.run(
                        """
                        head -c $it source >some
                        bytering tee one two three <some | cmp - some
                        for each in one two three; do cmp ${'$'}each some; done
                        """
                    )
                ran.err shouldBe ""
                ran.out shouldBe ""
            }
        }

        context("whatever the ring is like") {
            withTests(
                nameFn = { "tee $it" },
                "--storage direct",
                "--storage heap",
                "--storage mirrored",
                "--buffer 1 --wait yield",
                "--buffer 4097 --lossy /dev/null --quiet",
                "-b 1G --wait park",
            ) {
                val bytes = if ("--buffer 1 " in it) 5003 else 50021 // each is a turn of its own
                val ran =
                    shell.run(
                        "head -c $bytes source >some; bytering tee $it out <some | cmp - some; cmp out some"
                    )
                ran.err.lines().filter { "lost" !in it }.joinToString() shouldBe ""
                ran.out shouldBe ""
                ran.exitCode shouldBe 0
            }
        }

        test("files are written anew, or appended to") {
            val ran =
                shell.run(
                    """
                    echo much that was there before >list
                    echo one | bytering tee list >first
                    echo two | bytering tee --append list >second
                    cat list first second
                    """
                )
            ran.err shouldBe ""
            ran.out.lines() shouldBe listOf("one", "two", "one", "two")
        }

        test("each byte is passed on at once, to all") {
            // The second is only sent when the first has come out everywhere.
            val ran =
                shell.run(
                    """
                    mkfifo in passed pipe
                    start 'bytering tee pipe <in >passed'
                    exec 3>in 4<passed 5<pipe
                    for i in 1 2 3; do printf "${'$'}i" >&3; head -c 1 <&4; head -c 1 <&5; done
                    exec 3>&-
                    cat <&4
                    """
                )
            ran.err shouldBe ""
            ran.out shouldBe "112233"
        }

        test("a lossy output holds up nobody, and its loss is told") {
            val ran =
                shell.run(
                    """
                    mkfifo slow
                    start 'bytering tee --buffer 64K --lossy slow exact <source >/dev/null 2>told'
                    exec 3<slow
                    poll 'cmp exact source'
                    cat <&3 >got
                    wait ${'$'}!; echo ${'$'}?
                    stat -c %s got; cat told
                    """
                )
            val (code, got, told) = ran.out.lines()
            code shouldBe "0"
            told shouldBe "bytering: slow: lost ${5_000_011 - got.toLong()} of 5000011 bytes"
        }

        test("a lossy pipe that nobody ever reads holds up nobody either") {
            val ran =
                shell.run(
                    "mkfifo unread; bytering tee --lossy unread exact <source >/dev/null; cmp exact source"
                )
            ran.err shouldBe "bytering: unread: lost 5000011 of 5000011 bytes"
            ran.exitCode shouldBe 0
        }

        test("files that fail are told about, the others get everything") {
            val ran =
                shell.run(
                    """
                    bytering tee /dev/full none/file . exact <source >out; echo ${'$'}?
                    cmp exact source; cmp out source
                    """
                )
            ran.out shouldBe "1"
            ran.err.lines() shouldContainExactlyInAnyOrder
                listOf(
                    "bytering: /dev/full: no space left on device",
                    "bytering: none/file: no such file or directory",
                    "bytering: .: is a directory",
                )
        }

        test("files get everything also when standard output is full") {
            val ran = shell.run("bytering tee exact <source >/dev/full; echo \$?; cmp exact source")
            ran.out shouldBe "1"
            ran.err shouldBe "bytering: standard output: no space left on device"
        }

        test(
            "ends as others do when the program behind it stops reading, and nothing read is lost"
        ) {
            val ran =
                shell.run(
                    """
                    seq 9999999 | bytering tee exact | head -c 10 >/dev/null; echo ${'$'}{PIPESTATUS[1]}
                    size=${'$'}(stat -c %s exact)
                    cmp exact <(seq 9999999 | head -c ${'$'}size) && [ ${'$'}size -ge 10 ] && echo same
                    """
                )
            ran.out shouldBe "141\nsame"
            ran.err shouldBe "bytering: standard output was closed by the program behind it"
        }

        test("-q says nothing of a program behind it that stops reading") {
            val ran =
                shell.run("yes | bytering tee -q | head -c 10 >/dev/null; echo \${PIPESTATUS[1]}")
            ran.out shouldBe "141"
            ran.err shouldBe ""
        }

        test("-p outlives the program behind it") {
            val ran =
                shell.run(
                    "bytering tee -p exact <source | head -c 10 >/dev/null; echo \${PIPESTATUS[0]}; cmp exact source"
                )
            ran.out shouldBe "0"
            ran.err shouldBe ""
        }

        test("a file without a name is refused, and nothing is read") {
            val ran = shell.run("bytering tee '' </dev/null")
            ran.exitCode shouldBe 1
            ran.err shouldBe "bytering: '' is not the name of a file"
        }

        test("tells in one line that a folder can't be read") {
            val ran = shell.run("bytering tee file <.")
            ran.exitCode shouldBe 1
            ran.err shouldBe "bytering: standard input: is a directory"
        }

        context("tells in one line that") {
            withTests("standard input" to "<&-", "standard output" to "<source >&-") {
                (name, closed) ->
                val ran =
                    shell.run("bytering tee untouched $closed; code=\$?; ls untouched; exit \$code")
                ran.exitCode shouldBe 1
                ran.out shouldBe ""
                ran.err.lines()[0] shouldBe "bytering: $name is closed"
            }
        }

        context("after a signal the files get what was read") {
            withTests(nameFn = { (name, _) -> name }, "INT" to 130, "TERM" to 143) { (name, code) ->
                shell.assumeCanSend(name)
                val ran =
                    shell.run(
                        """
                        mkfifo in.$name out.$name
                        start 'bytering tee file.$name <in.$name >out.$name'
                        exec 3>in.$name 4<out.$name
                        printf x >&3
                        head -c 1 <&4
                        kill -$name ${'$'}!
                        wait ${'$'}!; code=${'$'}?
                        cat file.$name
                        exit ${'$'}code
                        """
                    )
                ran.exitCode shouldBe code
                ran.out shouldBe "xx"
                ran.err shouldBe "bytering: interrupted after 1 B"
            }
        }

        test("a signal ends it also when an output is stuck") {
            val ran =
                shell.run(
                    """
                    mkfifo stuck input
                    start 'bytering tee stuck <input >got'
                    exec 3>input
                    printf x >&3
                    poll 'grep -q x got'
                    kill -TERM ${'$'}!; wait ${'$'}!
                    """
                )
            ran.exitCode shouldBe 143
            ran.err shouldMatch "bytering: interrupted after \\d B"
        }

        test("progress is shown when it is asked for, and only then") {
            val ran = shell.run("head -c 3M /dev/zero | bytering tee --progress file | wc -c")
            ran.out shouldBe "3145728"
            val lines = ran.err.lines() // one more for each second that it takes
            for (line in lines.dropLast(1)) line shouldMatch " *\\d.*(B/s|-) +ring.*%.*"
            lines.last() shouldMatch "bytering: 3.00 MiB in \\d+\\.\\d\\d s, .*iB/s"
        }

        context("refuses in one line") {
            withTests(nameFn = { "tee $it" }, "--lossy", "--nope", "--buffer 0 file") {
                val ran = shell.run("bytering tee $it </dev/null")
                ran.exitCode shouldBe 2
                ran.err shouldMatch "bytering: .*\\(see bytering tee --help\\)"
            }
        }
    })
