package io.bytering.cli.pipe

import io.bytering.cli.Shell
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldStartWith
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
                val bytes = if ("--buffer 1 " in it) 5003 else 50021 // each is a turn of its own
                val ran =
                    shell.run(
                        "head -c $bytes source | bytering pipe $it | cmp - <(head -c $bytes source)"
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

        context("what comes before a signal of the whole pipeline does not hide it:") {
            withTests(
                nameFn = { (what, _) -> what },
                "the end" to "3>&-",
                "a closed pipe" to "4<&-",
            ) { (_, end) ->
                shell.assumeCanSend("INT")
                val ran =
                    shell.run(
                        """
                        rm -f before.*; mkfifo before.in before.out
                        for i in 1 2 3 4 5; do
                          start 'bytering pipe <before.in >before.out'; pipe=${'$'}!
                          exec 3>before.in 4<before.out
                          printf x >&3; head -c 1 <&4
                          kill -STOP ${'$'}pipe; exec $end; printf x >&3; kill -INT ${'$'}pipe; kill -CONT ${'$'}pipe
                          wait ${'$'}pipe; echo " ${'$'}?"; exec 3>&- 4<&-
                        done 2> >(grep -v 'Bad file' >&2)
                        """
                    )
                ran.out.lines() shouldBe List(5) { "x 130" }
                ran.err.lines() shouldBe List(5) { "bytering: interrupted after 1 B" }
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
                "-S",
                "-L 0",
                "-i 0",
                "-D x",
                "-P 101",
                "-p -1",
                "--hash none",
                "--from localhost:80",
                "--from tcp://localhost",
                "--to tcp://localhost:0",
                "--to tcp://:65536",
                "--from tcp://localhost:80 source",
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
            for (line in lines.dropLast(2)) line shouldMatch " *\\d.*(B/s|-) .*ring.*%.*"
            lines[lines.size - 2] shouldMatch "bytering: .* (made|slow|limit) .*"
            lines.last() shouldMatch "bytering: 3.00 MiB in \\d+\\.\\d\\d s, .*iB/s"
            shell.run("head -c 3M /dev/zero | bytering pipe | wc -c").err shouldBe ""
            shell.run("head -c 3M /dev/zero | bytering pipe -q --progress | wc -c").err shouldBe ""
        }

        test("reads files, one after the other, and standard input among them") {
            val ran =
                shell.run(
                    """
                    printf two | bytering pipe source - source | cmp - <(cat source; printf two; cat source)
                    bytering pipe -n source source >/dev/null
                    """
                )
            ran.exitCode shouldBe 0
            ran.err.lines().last() shouldBe "100"
        }

        context("passes on nothing of files, if there is one") {
            withTests(
                nameFn = { (name, _) -> name },
                "none" to "none: no such file or directory",
                "." to ".: is a directory",
                "''" to "'' is not the name of a file",
            ) { (name, complaint) ->
                val ran = shell.run("bytering pipe source $name source")
                ran.exitCode shouldBe 1
                ran.out shouldBe ""
                ran.err shouldBe "bytering: $complaint"
            }
        }

        test("refuses a file that it writes") {
            val ran = shell.run("echo some >mine; bytering pipe source mine >>mine; cat mine")
            ran.out shouldBe "some"
            ran.err shouldBe "bytering: standard output: is the file mine, which is read"
        }

        test("stops at a size, and leaves the rest to others") {
            val ran =
                shell.run(
                    "{ bytering pipe -S -s 70001 | cmp - <(head -c 70001 source); cat; } <source |" +
                        " cmp - <(tail -c +70002 source)"
                )
            ran.err shouldBe ""
            ran.exitCode shouldBe 0
        }

        test("prints hashes of the bytes") {
            val ran =
                shell.run(
                    "bytering pipe source --hash sha-256 --hash MD5 | cmp - source;" +
                        "echo bytering: SHA-256 ${'$'}(sha256sum <source | cut -c -64);" +
                        "echo bytering: MD5 ${'$'}(md5sum <source | cut -c -32)"
                )
            ran.err shouldBe ran.out
            ran.err.lines().size shouldBe 2
        }

        test("shows numbers only, by a name, or after a while") {
            val percent = shell.run("bytering pipe -n -i 0.01 -L 100K -S -s 20K source | wc -c")
            val lines = percent.err.lines().map { it.toInt() }
            lines shouldBe lines.sorted()
            lines.last() shouldBe 100
            lines.size shouldBeGreaterThan 2
            percent.out shouldBe "20480"
            shell
                .run("head -c 3M /dev/zero | bytering pipe -n >/dev/null")
                .err
                .lines()
                .last() shouldBe "3145728"
            val named =
                shell.run("bytering pipe --progress -N 'a name' -i 0.01 -L 1M source >/dev/null")
            named.err.lines().first() shouldStartWith "a name:  "
            val late =
                shell.run("bytering pipe --progress -D 1000 -i 0.01 -L 10M source >/dev/null")
            late.err.lines().size shouldBe 2 // those of the end
        }

        context("says which side was slow:") {
            withTests(
                nameFn = { (_, words) -> words },
                "(for i in 1 2 3 4; do echo x; sleep 0.5; done) | bytering pipe --progress >/dev/null" to
                    "the writer made the reader wait \\d\\d+ % of the time",
                "head -c 8M /dev/zero | bytering pipe --progress | (sleep 2; cat >/dev/null)" to
                    "the reader made the writer wait \\d\\d+ % of the time",
                "head -c 2M /dev/zero | bytering pipe --progress -L 1M >/dev/null" to
                    "the rate limit held both up \\d\\d+ % of the time",
            ) { (pipe, words) ->
                val ran = shell.run(pipe)
                val verdict = ran.err.lines().dropLast(1).last()
                verdict shouldMatch "bytering: $words"
            }
        }

        test("fills the ring to one level, and empties it to another") {
            val ran =
                shell.run(
                    """
                    bytering pipe -b 10000 -P 90 -p 10 source | cmp - source
                    mkfifo level.in level.out
                    start 'bytering pipe -b 1000 -P 50 <level.in >level.out'
                    exec 3>level.in 4<level.out
                    head -c 500 source >&3; head -c 500 <&4 | cmp - <(head -c 500 source)
                    head -c 499 source >&3; exec 3>&-; head -c 499 <&4 | cmp - <(head -c 499 source)
                    """
                )
            ran.err shouldBe ""
            ran.out shouldBe ""
        }

        test("from one process to another by TCP") {
            val ran =
                shell.run(
                    """
                    bytering pipe --from tcp://:0 >received 2>port & receiving=${'$'}!
                    poll 'grep -q listening port'
                    bytering pipe --to tcp://localhost:"${'$'}(tr -dc 0-9 <port)" source
                    wait ${'$'}receiving && cmp received source
                    mkfifo sent
                    bytering pipe --to tcp://:0 source 2>port & sending=${'$'}!
                    poll 'grep -q listening port'
                    bytering pipe --from tcp://127.0.0.1:"${'$'}(tr -dc 0-9 <port)" | cmp - source
                    wait ${'$'}sending
                    """
                )
            ran.err shouldBe ""
            ran.out shouldBe ""
            ran.exitCode shouldBe 0
        }

        test("tells in one line that there is no connection") {
            val ran = shell.run("bytering pipe --to tcp://localhost:1 source")
            ran.exitCode shouldBe 1
            ran.err shouldBe "bytering: tcp://localhost:1: connection refused"
            shell.run("bytering pipe --from tcp://no.such.invalid:1").err shouldBe
                "bytering: tcp://no.such.invalid:1: no such host"
        }

        val python = shell.run("python3 --version").exitCode == 0

        test("pipes that do not block are asked again, at leisure").config(enabled = python) {
            // Both ends of a neighbor that has set them so, and is idle for two seconds.
            val ran =
                shell.run(
                    """
                    cat >idle.py <<'end'
                    import fcntl, os, subprocess, sys, time
                    def pipe():
                        ends = os.pipe()
                        for end in ends: fcntl.fcntl(end, fcntl.F_SETFL, os.O_NONBLOCK)
                        return ends
                    inside, outside = pipe(), pipe()
                    child = subprocess.Popen(['bytering', 'pipe'], stdin=inside[0], stdout=outside[1])
                    os.close(inside[0]); os.close(outside[1])
                    for end in inside[1], outside[0]: os.set_blocking(end, True)
                    os.write(inside[1], b'x')
                    assert os.read(outside[0], 1) == b'x'
                    def cpu():
                        with open(f'/proc/{child.pid}/stat') as stat: return sum(map(int, stat.read().split(')')[1].split()[11:13]))
                    def idle():
                        before = cpu(); time.sleep(2); return cpu() - before
                    empty = idle()
                    sent = os.fork()
                    if sent == 0:
                        os.close(outside[0])
                        for _ in range(80): os.write(inside[1], b'y' * 100000)
                        os._exit(0)
                    os.close(inside[1])
                    while True: # until both pipes and the ring are full
                        before = cpu(); time.sleep(1)
                        if cpu() - before < 50: break
                    full = idle()
                    got = 0
                    while True:
                        part = os.read(outside[0], 1 << 20)
                        if not part: break
                        got += len(part)
                    print(got, child.wait(), empty < 60, full < 60)
                    end
                    python3 idle.py
                    """
                        .trimIndent()
                )
            ran.err shouldBe ""
            ran.out shouldBe "8000000 0 True True"
        }

        test("progress that can't be written is left out, and the bytes go on").config(
            enabled = python
        ) {
            val ran =
                shell.run(
                    """
                    cat >full.py <<'end'
                    import fcntl, os, subprocess
                    read, write = os.pipe()
                    fcntl.fcntl(write, fcntl.F_SETFL, os.O_NONBLOCK)
                    try:
                        while True: os.write(write, b'x' * 4096)
                    except BlockingIOError: pass
                    command = ['bytering', 'pipe', '--progress', '-i', '0.01', '-L', '10M', 'source']
                    print(subprocess.run(command, stdout=subprocess.DEVNULL, stderr=write).returncode)
                    end
                    python3 full.py
                    """
                        .trimIndent()
                )
            ran.err shouldBe ""
            ran.out shouldBe "0"
        }
    })
