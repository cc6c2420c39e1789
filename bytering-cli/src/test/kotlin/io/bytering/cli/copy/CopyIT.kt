package io.bytering.cli.copy

import io.bytering.cli.Shell
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.random.Random

class CopyIT :
    FunSpec({
        val folder = tempdir().toPath()
        val shell = Shell(folder)
        folder.resolve("source").toFile().writeBytes(Random(2).nextBytes(5_000_011))

        /** Nothing but what the test itself made may be left, under whatever name. */
        fun left(subfolder: String) =
            folder.resolve(subfolder).listDirectoryEntries().map { it.name }

        context("copies") {
            withTests(nameFn = { "$it bytes" }, listOf(0, 1, 1_048_573, 5_000_011)) {
                val ran =
                    shell.run(
                        "head -c $it source >some; bytering copy some copied; cmp some copied"
                    )
                ran.err shouldBe ""
                ran.exitCode shouldBe 0
            }
        }

        test("--verify tells both sums, and they are those of the files") {
            val ran =
                shell.run("bytering copy --verify source verified && sha256sum source verified")
            ran.exitCode shouldBe 0
            val (one, two, three, four) = ran.out.lines()
            listOf(one, two) shouldContainExactly listOf(three, four)
        }

        context("copies whatever the ring is like") {
            withTests(nameFn = { "copy $it" }, "--storage heap", "--storage mirrored --verify") {
                val ran = shell.run("bytering copy $it source stored; cmp source stored")
                ran.err shouldBe ""
                ran.exitCode shouldBe 0
            }
        }

        test("copies into a folder, over what is there, and keeps permissions") {
            val ran =
                shell.run(
                    """
                    mkdir into; echo old >into/source; chmod 640 into/source
                    bytering copy source into && cmp source into/source && stat -c %a into/source
                    bytering copy source into/new && stat -c %a source into/new | uniq | wc -l
                    umask 077; chmod 664 into/source
                    bytering copy source into && stat -c %a into/source
                    bytering copy source into/newer && stat -c %a into/newer
                    """
                )
            ran.err shouldBe ""
            ran.out.lines() shouldContainExactly listOf("640", "1", "664", "600")
        }

        test("writes what a link stands for") {
            val ran =
                shell.run(
                    "mkdir links; echo old >links/file; ln -s file links/link;" +
                        "bytering copy source links/link && cmp source links/file && readlink links/link"
                )
            ran.err shouldBe ""
            ran.out shouldBe "file"
        }

        context("tells in one line") {
            withTests(
                nameFn = { (arguments, _) -> arguments },
                "nothing target" to "nothing: no such file or directory",
                "source no/target" to "no/target: no such file or directory",
                "source none/" to "none: no such folder",
                ". target" to ".: is a directory",
                "source source" to "source and source are the same file",
                "source /dev/full" to "/dev/full: no space left on device",
                "--verify source /dev/null" to "/dev/null: can't be read back for --verify",
            ) { (arguments, complaint) ->
                val ran = shell.run("bytering copy $arguments")
                ran.exitCode shouldBe 1
                ran.out shouldBe ""
                ran.err shouldStartWith "bytering: $complaint"
                ran.err.lines().size shouldBe 1
            }
        }

        test("leaves no half of a copy when it can't go on") {
            val ran = shell.run("mkdir half; ulimit -f 1024; bytering copy source half/target")
            ran.exitCode shouldBe 1
            ran.err shouldBe "bytering: half/target: file too large"
            left("half") shouldBe listOf()
        }

        context(
            "leaves no half of a copy after a signal, what was there as it was, and shows it to nobody"
        ) {
            withTests(nameFn = { (name, _) -> name }, "INT" to 130, "TERM" to 143) { (name, code) ->
                shell.assumeCanSend(name)
                // The source never ends, so the signal always comes in the middle.
                val ran =
                    shell.run(
                        """
                        mkdir $name; cd $name; mkfifo source; echo old >target
                        feed() { head -c 1M /dev/zero; sleep 1800; }
                        start 'feed >source'; feeding=${'$'}!
                        start 'bytering copy source target'; copying=${'$'}!
                        poll '[ "${'$'}(stat -c %s .target.*.part)" = 1048576 ]'
                        stat -c %a .target.*.part
                        kill -$name ${'$'}copying
                        wait ${'$'}copying; code=${'$'}?
                        kill -TERM -${'$'}feeding; cat target; exit ${'$'}code
                        """
                    )
                ran.exitCode shouldBe code
                ran.out.lines() shouldContainExactly listOf("600", "old")
                ran.err shouldBe "bytering: interrupted; target is as it was"
                left(name).sorted() shouldBe listOf("source", "target")
            }
        }
    })
