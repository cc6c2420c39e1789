package io.bytering.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith

/**
 * The start script. Where it builds and trains, it does so in a checkout of its own, with a `mvn`
 * and JDKs that only say that they were called.
 */
class LauncherIT :
    FunSpec({
        /** A new folder, with functions to call the script within it. */
        fun run(script: String): Ran =
            Shell(tempdir().toPath()).run(MADE.trimIndent() + "\n" + script)

        context("the JVM takes no options from the environment") {
            withTests(
                nameFn = { it },
                "JAVA_TOOL_OPTIONS=-verbose:gc",
                "_JAVA_OPTIONS=-Xlog:gc*",
                "JDK_JAVA_OPTIONS=-XX:+UseG1GC",
            ) {
                val ran = run("echo bytes | env '$it' bytering pipe")
                ran.err shouldBe ""
                ran.out shouldBe "bytes"
            }
        }

        context("a lock counts for nothing if it is of") {
            withTests(
                nameFn = { (whose, _) -> whose },
                "this process, which had another's number" to "own",
                "another process, which has the number now" to "stranger",
                "no process" to "none",
            ) { (_, whose) ->
                val ran =
                    run(
                        """
                        checkout there; mkdir there/bytering-cli/target/.lock
                        owner() { echo ${'$'}1 >pid; printf '%s\nlong ago\n' ${'$'}1 >owner; }
                        own() { export -f owner; exec bash -c 'cd there/bytering-cli/target/.lock; owner ${'$'}${'$'}; cd ../../../..; exec there/bytering'; }
                        stranger() { sleep 1800 & (cd there/bytering-cli/target/.lock; owner ${'$'}!); there/bytering; kill ${'$'}!; }
                        none() { (cd there/bytering-cli/target/.lock; owner 4194305); there/bytering; }
                        ($whose)
                        """
                    )
                ran.out shouldContain "ran 25"
                ran.exitCode shouldBe 0
            }
        }

        test("a training that failed leaves no archive, and is not tried again") {
            val ran =
                run(
                    """
                    checkout there; export FAIL=yes
                    there/bytering one; there/bytering two
                    ls there/bytering-cli/target | grep 'jsa${'$'}'; cat log
                    """
                )
            ran.out.lines() shouldBe listOf("ran 25: one", "ran 25: two", "trained 25")
        }

        test("each JDK is trained for once, whatever the PATH is") {
            val ran =
                run(
                    """
                    checkout there; jdk 26
                    there/bytering one; PATH=${'$'}PATH:/elsewhere there/bytering two
                    JAVA_HOME=${'$'}PWD/jdk-26 there/bytering three; there/bytering four
                    cat log
                    """
                )
            ran.out.lines() shouldBe
                listOf("ran 25: one", "ran 25: two", "ran 26: three", "ran 25: four") +
                    listOf("trained 25", "trained 26")
        }

        test(
            "in a folder that was moved it is trained again: an archive knows the path of its jar"
        ) {
            val ran =
                run("checkout there; there/bytering one; mv there here; here/bytering two; cat log")
            ran.out.lines() shouldBe
                listOf("ran 25: one", "ran 25: two", "trained 25", "trained 25")
        }

        context("builds again after a change of") {
            withTests(
                nameFn = { it },
                "pom.xml",
                "bytering-core/src/main/java/A.java",
                "bytering-coroutines/src/common/A.kt",
                "bytering-cli/src/main/A.kt",
            ) {
                val ran =
                    run(
                        """
                        checkout there; mkdir -p there/${'$'}(dirname $it); find there/bytering-* -type d -exec touch -d '1 hour ago' {} +
                        there/bytering one
                        touch there/$it; there/bytering two; there/bytering three
                        grep -c built log
                        """
                    )
                ran.out.lines() shouldBe listOf("ran 25: one", "ran 25: two", "ran 25: three", "1")
            }
        }

        test("a source from the future is built once, and again when it changes") {
            val ran =
                run(
                    """
                    checkout there; mkdir -p there/bytering-core/src; touch -d 'next year' there/bytering-core/src/A
                    there/bytering one; there/bytering two; grep -c built log
                    echo more >>there/bytering-core/src/A; touch -d 'next year' there/bytering-core/src/A
                    there/bytering three; there/bytering four; grep -c built log
                    """
                )
            ran.out.lines() shouldBe
                listOf("ran 25: one", "ran 25: two", "1", "ran 25: three", "ran 25: four", "2")
        }

        test("in a folder with a colon it runs, and is not trained; it can't be built there") {
            val ran =
                run(
                    """
                    checkout a:b; a:b/bytering one; cat log
                    touch a:b/pom.xml; a:b/bytering two; echo ${'$'}?
                    """
                )
            ran.out.lines() shouldBe listOf("ran 25: one", "1")
            ran.err shouldContain "bytering: can't be built in a folder with a colon in its path: "
        }

        test("in a folder that was deleted it works without names of files, and refuses them") {
            val ran =
                run(
                    """
                    mkdir gone; cd gone; rmdir ../gone
                    echo bytes | bytering pipe; bytering copy a b; echo ${'$'}?
                    """
                )
            ran.out.lines() shouldBe listOf("bytes", "1")
            ran.err shouldContain "bytering: the working directory was deleted"
            ran.err shouldNotContain "java"
        }

        test("with little memory that it may reserve it runs, and with too little it says so") {
            val ran =
                run(
                    """
                    (ulimit -v 1000000; echo bytes | bytering pipe)
                    (ulimit -v 400000; bytering pipe </dev/null; echo ${'$'}?)
                    """
                )
            ran.out.lines() shouldBe listOf("bytes", "1")
            ran.err shouldBe "bytering: needs 500000 KiB of memory, and may have 400000 (ulimit -v)"
        }

        test("copy needs no standard output, and tells if it was to write there") {
            val ran =
                run(
                    """
                    echo bytes >a; bytering copy a b >&- && cat b
                    bytering copy a /dev/stdout >&-; echo ${'$'}?
                    bytering copy --verify a c >&-; echo ${'$'}?
                    """
                )
            ran.out.lines() shouldBe listOf("bytes", "1", "1")
            for (line in ran.err.lines()) line shouldStartWith "bytering: "
            ran.err.lines().size shouldBe 2
        }
    }) {
    private companion object {
        /** `jdk` and `checkout` make what their names say. */
        const val MADE =
            """
            export LOG="${'$'}PWD/log" JAVA_HOME="${'$'}PWD/jdk-25"
            script() { cat >"${'$'}1"; chmod +x "${'$'}1"; }
            jdk() {
              mkdir -p jdk-${'$'}1/bin; script jdk-${'$'}1/bin/javac </dev/null
              printf '%s\n' JAVA_VERSION=\"${'$'}1\" JAVA_RUNTIME_VERSION=\"${'$'}1+1\" >jdk-${'$'}1/release
              script jdk-${'$'}1/bin/java <<END
            #!/bin/sh
            for word; do
              case \${'$'}word in
                -XX:ArchiveClassesAtExit=*)
                  echo trained ${'$'}1 >>"\${'$'}LOG"
                  [ "\${'$'}FAIL" = yes ] || echo archive >"\${'$'}{word#*=}"
                  exit ;;
                -XX:SharedArchiveFile=*) [ -s "\${'$'}{word#*=}" ] || echo "no archive" ;;
              esac
            done
            for last; do :; done
            echo ran ${'$'}1: \${'$'}last
            END
            }
            checkout() {
              mkdir -p "${'$'}1/bytering-cli/target" "${'$'}1/bytering-core/src" "${'$'}1/bytering-coroutines/src"
              cp "${'$'}(readlink -f "${'$'}(command -v bytering)")" "${'$'}1/bytering"
              touch "${'$'}1/pom.xml"; find "${'$'}1" -exec touch -d '1 hour ago' {} +
              touch -d '1 minute ago' "${'$'}1/bytering-cli/target/bytering.jar"
              jdk 25
              mkdir bin; PATH="${'$'}PWD/bin:${'$'}PATH"
              script bin/mvn <<END
            #!/bin/sh
            echo built >>"\${'$'}LOG"
            END
            }
            """
    }
}
