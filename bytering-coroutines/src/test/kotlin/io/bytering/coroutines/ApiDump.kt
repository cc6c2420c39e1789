package io.bytering.coroutines

import java.io.File

/** What of the committed API suspends, or is a flow: `File.name(types of its parameters)`. */
internal fun suspendingApi(): Set<String> {
    val calls = sortedSetOf<String>()
    var owner = ""
    for (line in File("api/bytering-coroutines.api").readLines()) {
        CLASS.find(line)?.let { owner = it.groupValues[1] }
        val (name, parameters, result) = FUNCTION.find(line)?.destructured ?: continue
        if ("synthetic" in line) continue
        val types = TYPE.findAll(parameters).map { simple(it.value) }.toList()
        if (types.lastOrNull() == "Continuation" || simple(result) in FLOWS) {
            calls +=
                "$owner.${name.substringBefore('-')}(${(types - "Continuation").joinToString()})"
        }
    }
    return calls
}

private val CLASS = Regex("""^public .*(?:class|interface) io/bytering/coroutines/(\S+)""")
private val FUNCTION = Regex("""^\tpublic .*fun (\S+) \((.*)\)(\S+)$""")
private val TYPE = Regex("""\[*(?:L[^;]+;|[A-Z])""")
private val FLOWS = setOf("Flow", "SharedFlow", "StateFlow")

private fun simple(type: String): String =
    when (type) {
        "B" -> "Byte"
        "I" -> "Int"
        "J" -> "Long"
        "Z" -> "Boolean"
        "[B" -> "ByteArray"
        else -> type.removeSuffix(";").substringAfterLast('/')
    }
