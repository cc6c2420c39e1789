package io.bytering.cli.relay

import io.bytering.cli.Ran
import io.bytering.cli.Shell
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldStartWith
import kotlin.random.Random

/** Waits until the relay tells its port. */
private const val LISTENING =
    """poll 'port=${'$'}(grep -o "listening on [^,]*" log | grep -o "[0-9]*${'$'}")'"""

/** The relay between ordinary programs: curl, bash's own sockets, and the web server of Python. */
class RelayIT :
    FunSpec({
        val folder = tempdir().toPath()
        val shell = Shell(folder)
        folder.resolve("file").toFile().writeBytes(Random(3).nextBytes(20_000_003))

        val tools = shell.run("command -v curl && command -v python3").exitCode == 0

        /**
         * A web server of this folder, a relay to it, then the lines; `port` is where the relay
         * listens.
         */
        fun relayed(lines: String, options: String = ""): Ran {
            shell.assumeCanSend("INT")
            return shell.run(
                """
                mkdir ${'$'}${'$'}; cd ${'$'}${'$'}; ln ../file file
                start 'python3 -u -m http.server 0 --bind 127.0.0.1 >web 2>&1'; web=${'$'}!
                trap 'kill -TERM -${'$'}web' EXIT
                poll 'port=${'$'}(grep -o "port [0-9]*" web)'
                start "bytering relay --listen 127.0.0.1:0 --to localhost:${'$'}{port#port } --stats $options 2>log"
                relay=${'$'}!
                $LISTENING
                """
                    .trimIndent() +
                    "\n$lines\nkill -INT \$relay; wait \$relay; echo \"exit code \$?\"; tail -n 4 log >&2"
            )
        }

        test("a download by curl, and ten at once").config(enabled = tools) {
            val ran =
                relayed(
                    """
                    curl -s http://127.0.0.1:${'$'}port/file | cmp - file && echo same
                    for i in 1 2 3 4 5 6 7 8 9 10; do
                      (curl -s http://127.0.0.1:${'$'}port/file | cmp - file && echo same) &
                      all="${'$'}all ${'$'}!"
                    done
                    wait ${'$'}all
                    """
                )
            ran.out shouldBe "same\n".repeat(11) + "exit code 130"
            val (ended, connections, toTarget, toClient) = ran.err.lines()
            ended shouldBe "bytering: interrupted, all passed on"
            connections shouldBe "11 connections, 0 failed"
            toTarget shouldStartWith "to target: "
            toClient shouldMatch
                "to client: 210 MiB .waits: [\\d,]+ full, [\\d,]+ empty; at most [\\d.]+ KiB in a ring."
        }

        test("a download through mirrored rings").config(enabled = tools) {
            val ran =
                relayed(
                    "curl -s http://127.0.0.1:\$port/file | cmp - file && echo same",
                    options = "--storage mirrored --buffer 5000",
                )
            ran.out shouldBe "same\nexit code 130"
        }

        test("a client that goes away early is told about, and harms nobody").config(
            enabled = tools
        ) {
            val ran =
                relayed(
                    """
                    (curl -s http://127.0.0.1:${'$'}port/file || :) | head -c 10 | cmp - <(head -c 10 file) && echo same
                    poll 'grep -q client: log'
                    curl -s http://127.0.0.1:${'$'}port/file | cmp - file && echo same
                    grep -c 'client: \(connection reset\|broken pipe\)' log
                    """
                )
            ran.out shouldBe "same\nsame\n1\nexit code 130"
        }

        test("an answer that comes before the upload has ended is delivered, each time").config(
            enabled = tools
        ) {
            shell.assumeCanSend("INT")
            val ran =
                shell.run(
                    """
                    cat >impatient.py <<'END'
                    import socket
                    listener = socket.create_server(('127.0.0.1', 0))
                    print('port', listener.getsockname()[1], flush=True)
                    while True: # what it has not read when it closes makes the system send a reset
                        client, _ = listener.accept()
                        client.recv(1000)
                        client.sendall(b'HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nmuch')
                        client.close()
                    END
                    start 'python3 impatient.py >web'; web=${'$'}!
                    trap 'kill -TERM -${'$'}web' EXIT
                    poll 'port=${'$'}(grep -o "port [0-9]*" web)'
                    start "bytering relay --listen 127.0.0.1:0 --to localhost:${'$'}{port#port } 2>log"
                    relay=${'$'}!
                    $LISTENING
                    for i in {1..20}; do curl -s -H Expect: -T file http://127.0.0.1:${'$'}port/; echo; done | uniq -c
                    kill -INT ${'$'}relay; wait ${'$'}relay; echo ${'$'}?
                    """
                        .trimIndent()
                )
            ran.out.lines().map { it.trim() } shouldBe listOf("20 much", "130")
        }

        test("lines to and fro by hand").config(enabled = tools) {
            val ran =
                relayed(
                    """
                    exec 3<>/dev/tcp/127.0.0.1/${'$'}port
                    printf 'HEAD /file HTTP/1.0\r\n\r\n' >&3
                    head -n 1 <&3
                    """
                )
            ran.out shouldContain "200 OK"
        }

        test("a target that is down: a clear line, and the relay lives on").config(
            enabled = tools
        ) {
            val ran =
                shell.run(
                    """
                    start 'bytering relay --listen 127.0.0.1:0 --to 127.0.0.1:1 2>log'; relay=${'$'}!
                    $LISTENING
                    curl -s http://127.0.0.1:${'$'}port; curl -s http://127.0.0.1:${'$'}port
                    poll '[ ${'$'}(wc -l <log) = 3 ]'
                    kill -TERM ${'$'}relay; wait ${'$'}relay; echo ${'$'}?
                    cat log
                    """
                )
            val lines = ran.out.lines()
            lines[0] shouldBe "143"
            lines[1] shouldMatch "bytering: listening on 127.0.0.1:\\d+, passing on to 127.0.0.1:1"
            for (line in lines.subList(2, 4)) {
                line shouldMatch "bytering: 127.0.0.1:\\d+: target 127.0.0.1:1: connection refused"
            }
            lines[4] shouldBe "bytering: interrupted, all passed on"
        }

        test("refuses what makes no sense") {
            val usage = "(see bytering relay --help)"
            shell.run("bytering relay --listen 80000 --to a:1").err shouldBe
                "bytering: --listen 80000: must be port or host:port, with a port from 0 to 65535 $usage"
            shell.run("bytering relay --listen 0 --to a").err shouldBe
                "bytering: --to a: must be host:port, with a port from 1 to 65535 $usage"
            shell.run("bytering relay --listen 0").exitCode shouldBe 2
            val ran = shell.run("bytering relay --listen nowhere.invalid:1 --to a:1")
            ran.exitCode shouldBe 1
            ran.err shouldBe "bytering: nowhere.invalid:1: unknown host"
        }
    })
