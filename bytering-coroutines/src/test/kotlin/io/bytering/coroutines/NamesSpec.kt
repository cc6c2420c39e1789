package io.bytering.coroutines

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.item.ItemReader
import io.bytering.item.ItemWriter
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import java.io.File
import java.lang.reflect.Modifier

/**
 * In Kotlin a member wins over an extension silently, and the caller would get the form that does
 * not suspend.
 */
class NamesSpec :
    FunSpec({
        fun extensions(receiver: Class<*>): Set<String> =
            File("target/classes/io/bytering/coroutines")
                .list()!!
                .filter { it.endsWith("Kt.class") }
                .map { Class.forName("io.bytering.coroutines.${it.removeSuffix(".class")}") }
                .flatMap { it.declaredMethods.asIterable() }
                .filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
                .filter { it.parameterTypes.firstOrNull() == receiver }
                .mapTo(sortedSetOf()) { it.name.substringBefore('$') }

        val halves =
            mapOf(
                RingReader::class.java to "awaitReadable",
                RingWriter::class.java to "awaitWritable",
                ItemReader::class.java to "awaitReadable",
                ItemWriter::class.java to "awaitWritable",
            )

        for ((half, wait) in halves) {
            test("no extension of ${half.simpleName} has the name of a member") {
                val names = extensions(half)
                names shouldContain wait
                val members = half.methods.mapTo(mutableSetOf()) { it.name }
                names.intersect(members).shouldBeEmpty()
                // getters are properties in Kotlin
                names
                    .filter { "get${it.replaceFirstChar(Char::uppercase)}" in members }
                    .shouldBeEmpty()
            }
        }
    })
