package io.bytering.elsewhere

import io.bytering.RingWriter
import io.bytering.coroutines.use

internal object NamedImport {
    fun use(writer: RingWriter, block: () -> Unit) = writer.use { block() }
}
