package io.bytering.consumers

import com.android.tools.r8.R8
import com.android.tools.r8.R8Command
import com.android.tools.r8.origin.Origin
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.io.File
import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS
import java.util.jar.JarFile
import kotlin.io.path.fileSize
import org.zeroturnaround.exec.ProcessExecutor

/**
 * An application's build shrinks the libraries with the rules that they bring, and they still work.
 */
class ShrunkIT :
    FunSpec({
        val jdk = System.getProperty("java.home")
        val published =
            listOf("bytering-core", "bytering-coroutines").map { Published.file(it, ".jar") }
        // No JNA: applications on Android have none.
        val needed = Published.needed
        val program = File("target/classes").walk().filter { it.extension == "class" }

        test("shrunk by R8, a bit of everything still works") {
            val shrunk = tempdir().toPath().resolve("shrunk.jar")
            val inputs = published.map { "$it" } + needed + program.map { it.path }
            R8.run(
                R8Command.parse(
                        arrayOf(
                            "--classfile",
                            "--release",
                            "--lib",
                            jdk,
                            "--pg-conf",
                            "src/test/r8/smoke.pro",
                        ) + arrayOf("--output", "$shrunk") + inputs,
                        Origin.root(),
                    )
                    .build()
            )

            val ran =
                ProcessExecutor(
                        Path.of(jdk, "bin", "java").toString(),
                        "-cp",
                        "$shrunk",
                        "io.bytering.consumers.SmokeKt",
                    )
                    .redirectErrorStream(true)
                    .readOutput(true)
                    .timeout(30, SECONDS)
                    .destroyOnExit()
                    .execute()
            ran.outputUTF8().lines().filter { it.isNotEmpty() } shouldContainExactly
                listOf(
                    "threads",
                    "broadcast",
                    "items",
                    "mirrored",
                    "coroutines",
                    "channel",
                    "kotlinx-io",
                )
            ran.exitValue shouldBe 0

            // What the program does not use is gone.
            val classes =
                JarFile(shrunk.toFile()).use { jar -> jar.entries().toList().map { it.name } }
            classes shouldNotContain "io/bytering/item/ItemBroadcast.class"
            shrunk.fileSize() shouldBeLessThan
                (published.map { it.fileSize() } + needed.map { File(it).length() }).sum() / 4
        }
    })
