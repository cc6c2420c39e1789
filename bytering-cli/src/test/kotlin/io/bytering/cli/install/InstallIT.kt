package io.bytering.cli.install

import io.bytering.cli.Shell
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import org.opentest4j.TestAbortedException

/** What is installed works, and describes what the command can do. */
class InstallIT :
    FunSpec({
        val folder = tempdir().toPath()
        val shell = Shell(folder)
        val installed = shell.run("bytering install 'some where'")
        val commands = "demo pipe tee copy relay pipeline bursts install"

        fun assumeThere(vararg programs: String) {
            for (program in programs) {
                if (shell.run("command -v $program").exitCode != 0)
                    throw TestAbortedException("there is no $program here")
            }
        }

        test("tells what it has put where, and nothing else is there") {
            installed.err shouldBe ""
            installed.exitCode shouldBe 0
            val names =
                listOf(
                    "lib/bytering/bytering.jar",
                    "lib/bytering/bytering",
                    "share/man/man1/bytering.1",
                    "share/bash-completion/completions/bytering",
                    "share/zsh/site-functions/_bytering",
                    "bin/bytering",
                )
            val here = folder.toRealPath().resolve("some where")
            installed.out.lines() shouldBe names.map { "$here/$it" }
            // in lib there are also what the launcher has found out, and the archive of the JVM
            val found =
                shell.run("cd 'some where'; find bin lib share ! -type d | sort").out.lines()
            found.filter { it !in names }.map { it.substringAfterLast('.') }.sorted() shouldBe
                listOf("java", "jsa")
        }

        test("runs from elsewhere, without Maven, and also when it can't write beside itself") {
            val ran =
                shell.run(
                    """
                    mkdir bin; printf '#!/bin/sh\ntouch "${'$'}0.was.called"\n' >bin/mvn; chmod +x bin/mvn
                    PATH="${'$'}PWD/bin:${'$'}PATH"; installed="${'$'}PWD/some where/bin/bytering"
                    chmod -R a-w 'some where'
                    cd /; echo bytes | "${'$'}installed" pipe && "${'$'}installed" --version
                    "${'$'}installed" bench; echo ${'$'}?
                    cd - >/dev/null; ls bin; chmod -R u+w 'some where'
                    """
                )
            val (bytes, version, code, called) = ran.out.lines()
            bytes shouldBe "bytes"
            version shouldMatch "bytering version \\d+\\.\\d+\\.\\d+.*"
            code shouldBe "1"
            called shouldBe "mvn"
            ran.err shouldBe "bytering: bench needs the sources: start it there"
        }

        test("installs itself once more over itself, while it runs") {
            val ran =
                shell.run(
                    """
                    installed='some where/bin/bytering'
                    "${'$'}installed" install 'some where' >/dev/null && "${'$'}installed" --version
                    """
                )
            ran.err shouldBe ""
            ran.out shouldMatch "bytering version .*"
        }

        test("a command that it has not installed is not replaced") {
            val ran =
                shell.run(
                    "mkdir -p mine/bin; echo mine >mine/bin/bytering; bytering install mine; echo $?; find mine -type f"
                )
            ran.out.lines() shouldBe listOf("1", "mine/bin/bytering")
            ran.err shouldMatch
                "bytering: .*/mine/bin/bytering is there already, and was not installed by this command"
        }

        test("where there can be no folder, one line tells why") {
            val ran = shell.run("bytering install /dev/null")
            ran.exitCode shouldBe 1
            ran.err shouldMatch "bytering: /dev/null/lib/bytering/bytering.jar: .*"
        }

        test("the manual page has every command and option, and no fault") {
            assumeThere("groff")
            val page = "'some where/share/man/man1/bytering.1'"
            shell.run("groff -man -Tutf8 -ww -z $page").err shouldBe ""
            val shown = shell.run("groff -man -Tutf8 -P-c -P-b -P-o -P-u $page").out
            for (command in commands.split(' ')) {
                shown shouldContain Regex("\n +bytering $command\n")
                val help = shell.run("bytering $command --help").out
                for (option in Regex("--[a-z-]+").findAll(help)) shown shouldContain option.value
            }
        }

        context("bash completes") {
            withTests(
                nameFn = { (words, _) -> words },
                "bytering ''" to commands,
                "bytering re" to "relay",
                "bytering relay --st" to "--storage --stats",
                "bytering relay --storage ''" to "direct heap mirrored",
                "bytering tee --lossy so" to "some\\ where",
                "bytering copy so" to "some\\ where",
            ) { (words, completed) ->
                val ran =
                    shell.run(
                        """
                        . 'some where/share/bash-completion/completions/bytering'
                        COMP_WORDS=($words) COMP_CWORD=${'$'}((${'$'}{#COMP_WORDS[@]} - 1))
                        function=${'$'}(complete -p bytering | grep -o -- '-F [^ ]*' | cut -d ' ' -f 2)
                        ${'$'}function bytering "${'$'}{COMP_WORDS[-1]}" "${'$'}{COMP_WORDS[-2]}"
                        echo ${'$'}{COMPREPLY[@]}
                        """
                    )
                ran.out shouldBe completed
            }
        }

        test("zsh completes") {
            assumeThere("zsh")
            val ran =
                shell.run(
                    """
                    cat >complete.zsh <<'END'
                    zmodload zsh/zpty; zpty shell zsh -f -i
                    zpty -w shell "fpath=('some where/share/zsh/site-functions' \${'$'}fpath)"
                    zpty -w shell 'autoload -Uz compinit; compinit -u -D; PS1=REA; PS1+=DY'
                    zpty -r shell text '*READY*'
                    zpty -w -n shell ${'$'}'bytering rel\t--storage mi\t'
                    zpty -r shell text '*--storage mirrored*' && echo completed
                    END
                    zsh -f complete.zsh
                    """
                        .trimIndent()
                )
            ran.out shouldBe "completed"
        }
    })
