package io.bytering.benchmarks.report

import io.bytering.benchmarks.measuring.Driver
import java.nio.file.Files
import java.nio.file.Path
import java.time.LocalDate

/** Where it was measured, and with what. */
class Machine(val facts: Map<String, String>) {
    companion object {
        /** @param more what else is to be told */
        fun here(vararg more: Pair<String, String>): Machine =
            Machine(
                linkedMapOf(
                    "date" to LocalDate.now().toString(),
                    "processor" to processor(),
                    "cores" to Runtime.getRuntime().availableProcessors().toString(),
                    "system" to
                        property("os.name") +
                            " " +
                            property("os.version") +
                            ", " +
                            property("os.arch"),
                    "JVM" to
                        property("java.vm.name") +
                            " " +
                            property("java.vm.version") +
                            ", " +
                            property("java.vendor"),
                    "flags" to Driver.JVM_FLAGS.joinToString(" "),
                    "libraries" to libraries().joinToString(", "),
                ) + more
            )

        private fun property(name: String): String = System.getProperty(name) ?: "unknown"

        private fun processor(): String {
            val cpuinfo = Path.of("/proc/cpuinfo")
            if (!Files.isReadable(cpuinfo)) return "unknown"
            return Files.readAllLines(cpuinfo)
                .firstOrNull { it.startsWith("model name") }
                ?.substringAfter(": ") ?: "unknown"
        }

        private val NAMED =
            Regex(
                "(agrona|bytering-co\\w+|disruptor|jctools-core|jmh-core|kotlin-stdlib|kotlinx-(?:coroutines|io)-core|ktor-io|okio)(?:-jvm)?-(\\d.*)\\.jar"
            )

        /** By the names of the jars: not every library says its version otherwise. */
        private fun libraries(): List<String> =
            property("java.class.path")
                .split(java.io.File.pathSeparator)
                .mapNotNull { NAMED.matchEntire(it.substringAfterLast(java.io.File.separator)) }
                .map { "${it.groupValues[1]} ${it.groupValues[2]}" }
                .sorted()
    }
}
