package io.bytering.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import org.opentest4j.TestAbortedException

/** Where the system speaks another language, or none, the command does what it does elsewhere. */
class LocaleIT :
    FunSpec({
        val shell = Shell(tempdir().toPath())

        context("a closed pipe is told from other failures in German") {
            val java = Path.of(System.getProperty("java.home"), "bin", "java")
            val jar = Path.of("target/bytering.jar").toAbsolutePath()
            withTests(
                nameFn = { (name, _) -> name },
                "pipe" to "bytering pipe",
                "tee" to "bytering tee file",
                "copy" to "bytering copy /dev/stdin /dev/stdout",
                "the jar by itself" to "'$java' -cp '$jar' io.bytering.cli.MainKt tee file",
            ) { (_, command) ->
                val ran =
                    shell.run(
                        """
                        if ! [ -e de_DE.UTF-8 ]; then
                          localedef -i de_DE -f UTF-8 "${'$'}PWD/de_DE.UTF-8" || exit 77
                        fi
                        german="env LOCPATH=${'$'}PWD LC_ALL=de_DE.UTF-8" # not for bash, which would complain
                        yes | ${'$'}german $command | head -c 10 >/dev/null; echo ${'$'}{PIPESTATUS[1]}
                        """
                    )
                if (ran.exitCode == 77)
                    throw TestAbortedException("localedef can't make a German locale: ${ran.err}")
                ran.out shouldBe "141"
                ran.err.substringAfter(' ') shouldBe
                    (if ("copy" in command) "/dev/stdout" else "standard output") +
                        " was closed by the program behind it"
            }
        }

        context("names are what they are") {
            withTests(nameFn = { "with $it" }, "LC_ALL=C", "LC_ALL=", "LC_ALL=no_SUCH.UTF-8") {
                val ran =
                    shell.run(
                        """
                        rm -f *.txt; echo bytes >é.txt
                        copy="env -u LANG -u LC_CTYPE $it bytering copy" # not for bash, which would complain
                        ${'$'}copy é.txt ñ.txt && cat ñ.txt && ${'$'}copy ü.txt x
                        """
                    )
                ran.out shouldBe "bytes"
                ran.err shouldBe "bytering: ü.txt: no such file or directory"
            }
        }
    })
