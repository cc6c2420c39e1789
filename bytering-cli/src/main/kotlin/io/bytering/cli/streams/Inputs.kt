package io.bytering.cli.streams

import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.guarded
import java.io.FileDescriptor
import java.io.FileInputStream
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.channels.ScatteringByteChannel
import java.nio.file.AccessMode
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.READ

/**
 * Files one after the other, as one channel. `-` is standard input. What can be wrong with their
 * names is found before the first byte; each is opened when its turn comes.
 *
 * @throws Failure if one is not there, can't be read, or is a folder
 */
class Inputs(private val names: List<String>) : ScatteringByteChannel {
    private var next = 0
    private var current: FileChannel? = null

    init {
        for (name in names) if (name != STANDARD) guarded(name) { check(name, pathOf(name)) }
    }

    private fun check(name: String, path: Path) {
        path.fileSystem.provider().checkAccess(path, AccessMode.READ)
        if (Files.isDirectory(path)) throw Failure("$name: is a directory")
    }

    /** How much there is to read in all, or null if one of them has no size. */
    fun bytesLeft(): Long? {
        var sum = 0L
        for (name in names) {
            sum +=
                (if (name == STANDARD) standardInput.bytesLeft() else sizeOf(pathOf(name)))
                    ?: return null
        }
        return sum.takeIf { it > 0 }
    }

    private fun sizeOf(file: Path): Long? =
        if (Files.isRegularFile(file)) Files.size(file) else null

    /** Refuses a standard output that is one of the files, further on. */
    fun refuseAsOutput(output: FileChannel) {
        for (name in names) {
            if (name == STANDARD)
                refuseOwnInput("/dev/stdin", "on standard input", standardInput::position, output)
            else refuseOwnInput(name, "$name, which is read", { 0 }, output)
        }
    }

    override fun read(dst: ByteBuffer): Int = read(arrayOf(dst), 0, 1).toInt()

    override fun read(dsts: Array<ByteBuffer>): Long = read(dsts, 0, dsts.size)

    override fun read(dsts: Array<ByteBuffer>, offset: Int, length: Int): Long {
        while (true) {
            val file = current ?: open() ?: return -1
            val count = guarded(called(names[next - 1])) { file.read(dsts, offset, length) }
            if (count >= 0) return count
            if (file !== standardInput) file.close()
            current = null
        }
    }

    private fun open(): FileChannel? {
        val name = names.getOrNull(next++) ?: return null
        val file =
            if (name == STANDARD) standardInput
            else guarded(name) { FileChannel.open(pathOf(name), READ) }
        return file.also { current = it }
    }

    override fun isOpen() = true

    override fun close() {
        current?.close()
    }

    companion object {
        private const val STANDARD = "-"

        private val standardInput: FileChannel by lazy {
            FileInputStream(FileDescriptor.`in`).channel
        }

        private fun called(name: String) = if (name == STANDARD) "standard input" else name
    }
}
