package io.bytering.cli.options

import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.choice
import io.bytering.cli.failures.ExitCode
import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.isOfThreads
import io.bytering.storage.HugePages
import io.bytering.storage.MirroredMemory
import io.bytering.storage.Storage

/** Where a command's rings live. */
open class StorageOptions : OptionGroup() {
    private val kind by
        option("--storage", help = "Memory of the rings: direct, heap, mirrored.")
            .choice("direct", "heap", "mirrored", metavar = "kind")
            .default("direct")

    private val hugePages by
        option("--huge-pages", help = "Mirrored on pages of 2 MiB; fails if too few are reserved.")
            .flag()

    /** @throws Failure if there is none of this kind here */
    val storage: Storage
        get() =
            when {
                kind == "mirrored" -> mirrored()
                hugePages -> throw Failure("--huge-pages needs --storage mirrored", ExitCode.USAGE)
                kind == "heap" -> Storage.heap()
                else -> Storage.direct()
            }

    private fun mirrored(): Storage {
        MirroredMemory.unsupportedReason()?.let {
            throw Failure("--storage mirrored: $it; or take --storage direct")
        }
        try {
            return Storage.mirrored(if (hugePages) HugePages.REQUIRED else HugePages.NONE)
        } catch (e: UnsupportedOperationException) {
            throw Failure("--huge-pages: ${e.message}")
        }
    }

    /**
     * Runs what takes memory for rings.
     *
     * @param what they are, if there is too little memory for them
     * @throws Failure if there is too little of it
     */
    fun <R> made(what: String, make: () -> R): R =
        try {
            make()
        } catch (e: OutOfMemoryError) {
            if (e.isOfThreads) throw e
            val why = e.message?.takeIf { kind == "mirrored" } // it knows which step failed
            throw Failure(why ?: "not enough memory for $what")
        }
}
