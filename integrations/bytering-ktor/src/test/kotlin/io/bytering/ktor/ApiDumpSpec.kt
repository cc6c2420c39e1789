package io.bytering.ktor

import io.kotest.assertions.fail
import io.kotest.core.spec.style.FunSpec
import java.io.File
import org.jetbrains.kotlin.abi.tools.AbiFilters
import org.jetbrains.kotlin.abi.tools.AbiTools

/**
 * The public API is what `api/bytering-ktor.api` says, and changes only together with it.
 * `-Dapi.update=true` writes the file anew.
 */
class ApiDumpSpec :
    FunSpec({
        test("the public API is the committed one") {
            val tools = AbiTools.getInstance()
            val update = System.getProperty("api.update").toBoolean()
            val expected = File("api/bytering-ktor.api")
            val actual = if (update) expected else File("target/bytering-ktor.api")
            val classes = File("target/classes/io").walk().filter { it.extension == "class" }

            actual.absoluteFile.parentFile.mkdirs()
            actual.bufferedWriter().use {
                tools.printJvmDump(it, classes.sorted().asIterable(), AbiFilters.EMPTY)
            }
            if (!update) {
                tools.filesDiff(expected, actual)?.let { diff ->
                    fail("the public API changed; -Dapi.update=true accepts it:\n$diff")
                }
            }
        }
    })
