package io.bytering.cli.streams

import kotlin.concurrent.thread

private const val PIPE_BUFFER = 1 shl 20

/** Bytes flow already meanwhile: to be able to call the operating system takes a moment. */
fun enlargePipeBuffers() {
    thread(name = "pipe buffers", isDaemon = true) { PipeBuffers.enlarge(PIPE_BUFFER) }
}
