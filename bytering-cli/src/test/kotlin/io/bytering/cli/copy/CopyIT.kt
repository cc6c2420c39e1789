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
                "source ''" to "'' is not the name of a file",
                "'' target" to "'' is not the name of a file",
                "$'no\\nsuch\\e[1m' target" to "no\\nsuch\\u001b[1m: no such file or directory",
                "source ${"x".repeat(256)}" to "${"x".repeat(256)}: file name too long",
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

        context("names that are long or strange") {
            withTests(
                nameFn = { it.take(50) },
                "x".repeat(255),
                "é".repeat(127),
                "x".repeat(39) + "😀", // two units of UTF-16, the 40th and the 41st
            ) {
                val ran = shell.run("bytering copy source $it && cmp source $it; rm $it")
                ran.err shouldBe ""
                ran.exitCode shouldBe 0
            }
        }

        test("what leads to an open file is written directly") {
            val ran =
                shell.run(
                    """
                    bytering copy source /dev/stdout | cmp - source
                    bytering copy source /dev/stderr 2>&1 | cmp - source
                    mkfifo passed; start 'cat passed >got'; catching=${'$'}!
                    bytering copy source /dev/fd/7 7>passed; wait ${'$'}catching; cmp got source
                    echo first >both; bytering copy source /dev/stdout >>both
                    (echo first; cat source) | cmp - both
                    """
                )
            ran.err shouldBe ""
            ran.out shouldBe ""
        }

        test("a file with several names stays one, and holes stay holes") {
            val ran =
                shell.run(
                    """
                    echo old >one; ln one two; bytering copy --verify source one >sums
                    cmp source two; stat -c %h one
                    truncate -s 100M holes; printf x | dd of=holes bs=1 seek=50M conv=notrunc status=none
                    bytering copy holes holes.too; cmp holes holes.too
                    [ ${'$'}(stat -c %b holes.too) -lt 1000 ] && echo holes
                    truncate -s 1000001 hole; bytering copy hole hole.too; cmp hole hole.too
                    """
                )
            ran.err shouldBe ""
            ran.out.lines() shouldBe listOf("2", "holes")
        }

        test("zeros that were written stay written, beside a hole too") {
            val ran =
                shell.run(
                    """
                    head -c 2M /dev/zero >zeros; bytering copy zeros zeros.too; cmp zeros zeros.too
                    truncate -s 8M partly; dd if=/dev/zero of=partly bs=1M seek=3 count=2 conv=notrunc status=none
                    bytering copy partly partly.too; cmp partly partly.too
                    blocks() { echo ${'$'}((${'$'}(stat -c %b ${'$'}1) * 512 >> 20)); }
                    blocks zeros.too; blocks partly.too
                    """
                )
            ran.err shouldBe ""
            ran.out.lines() shouldBe listOf("2", "2")
        }

        val attributes =
            shell.run(
                "touch file && python3 -c 'import os; os.setxattr(\"file\", \"user.a\", b\"b\")'"
            )

        test("a file keeps its extended attributes and its access control list").config(
            enabled = attributes.exitCode == 0
        ) {
            val ran =
                shell.run(
                    """
                    cat >attributes.py <<'end'
                    import os, struct, subprocess, sys
                    entries = [(1, 6, -1), (2, 4, 65534), (4, 0, -1), (16, 4, -1), (32, 0, -1)]
                    acl = struct.pack('<I', 2) + b''.join(struct.pack('<HHi', *entry) for entry in entries)
                    name = 'kept'
                    open(name, 'w').write('old')
                    os.setxattr(name, 'user.note', b'a note')
                    try: os.setxattr(name, 'system.posix_acl_access', acl)
                    except OSError: pass # a file system without such lists
                    def all(): return {a: os.getxattr(name, a) for a in os.listxattr(name)}
                    before = all(), os.stat(name).st_mode, os.stat(name).st_ino
                    subprocess.run(['bytering', 'copy', 'source', name], check=True)
                    after = all(), os.stat(name).st_mode, os.stat(name).st_ino
                    print(before[:2] == after[:2], 'user.note' in after[0], before[2] != after[2])
                    end
                    python3 attributes.py; cmp source kept
                    """
                        .trimIndent()
                )
            ran.err shouldBe ""
            ran.out shouldBe "True True True"
        }

        val administrator = shell.run("id -u").out == "0"

        test("a file keeps its owner and group").config(enabled = administrator) {
            val ran =
                shell.run(
                    """
                    echo old >owned; chown 65534:65533 owned; chmod 600 owned
                    bytering copy source owned; cmp source owned; stat -c '%u %g %a' owned
                    """
                )
            ran.err shouldBe ""
            ran.out shouldBe "65534 65533 600"
        }

        val mounts = shell.run("unshare -m mount --bind /tmp /tmp").exitCode == 0

        test("what can't be replaced is refused, nothing is left, and --in-place writes it").config(
            enabled = mounts
        ) {
            val ran =
                shell.run(
                    """
                        mkdir mounted; cd mounted; echo old >file; echo bound >other
                        mounted() {
                          mount --bind other file
                          bytering copy ../source file; cat file
                          bytering copy --in-place ../source file; cmp ../source file
                        }
                        export -f mounted; unshare -m bash -c mounted
                        """
                )
            ran.out shouldBe "bound"
            ran.err shouldBe
                "bytering: file: device or resource busy; file is as it was; --in-place would write into it"
            left("mounted").sorted() shouldBe listOf("file", "other")
        }

        test("leaves nothing after a signal that comes as soon as there is a file") {
            val ran =
                shell.run(
                    """
                    mkdir soon; cd soon; mkfifo source; exec 3<>source
                    for i in 1 2 3 4 5; do
                      start 'bytering copy source target'; copying=${'$'}!
                      until compgen -G '.target.*.part' >parts; do :; done
                      kill -TERM ${'$'}copying; wait ${'$'}copying; echo ${'$'}?
                    done
                    """
                )
            ran.out.lines() shouldBe List(5) { "143" }
            for (line in ran.err.lines()) line shouldBe
                "bytering: interrupted after 0 B; target was not written"
            left("soon").sorted() shouldBe listOf("parts", "source")
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
                        feed() { yes | head -c 1M; sleep 1800; }
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
                ran.err shouldBe "bytering: interrupted after 1.00 MiB; target is as it was"
                left(name).sorted() shouldBe listOf("source", "target")
            }
        }
    })
