package io.bytering.coroutines

import io.bytering.RingReader
import io.bytering.RingWriter
import io.bytering.item.ItemReader
import io.bytering.item.ItemWriter
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import java.io.File
import java.lang.reflect.Modifier

private const val FACADE = 2 // what Metadata.kind says of a file with functions

/**
 * In Kotlin a member wins over an extension silently, and the caller would get the form that does
 * not suspend.
 */
class NamesSpec :
    FunSpec({
        val facades =
            File("target/classes/io/bytering/coroutines")
                .list()!!
                .filter { it.endsWith(".class") }
                .map { Class.forName("io.bytering.coroutines.${it.removeSuffix(".class")}") }
                .filter { it.getAnnotation(Metadata::class.java)?.kind == FACADE }

        fun functions(facade: Class<*>) =
            facade.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }

        fun extensions(receiver: Class<*>): Set<String> =
            facades
                .flatMap(::functions)
                .filter { it.parameterTypes.firstOrNull() == receiver }
                .mapTo(sortedSetOf()) { it.name.substringBefore('$') }

        val halves =
            mapOf(
                RingReader::class.java to "awaitReadable",
                RingWriter::class.java to "awaitWritable",
                ItemReader::class.java to "awaitReadable",
                ItemWriter::class.java to "awaitWritable",
            )

        test("classes of functions are synthetic, so that editors of Java do not offer them") {
            facades.filter { !it.isSynthetic }.flatMap(::functions).map { "$it" } shouldBe
                listOf(
                    "public static final io.bytering.coroutines.DuplexRing " +
                        "io.bytering.coroutines.DuplexRings.ofCapacity(int)"
                )
        }

        test("what is public has a name that its author chose") {
            val api = File("api/bytering-coroutines.api").readLines()
            val made = Regex("""class \S+Kt |fun (as|use)\w+-""") // by the compiler
            api.count { "class io/bytering/coroutines/RingReads " in it } shouldBe 1
            api.filter { made.containsMatchIn(it) }.shouldBeEmpty()
        }

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
