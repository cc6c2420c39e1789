package io.bytering.cli.copy

import java.nio.ByteBuffer
import java.nio.channels.Channel
import java.nio.channels.FileChannel
import java.nio.channels.ScatteringByteChannel
import java.nio.file.Path
import java.security.MessageDigest

/** A running SHA-256 sum. */
class Sha256 {
    private val digest = MessageDigest.getInstance("SHA-256")

    /** A channel that sums up what is read through it. */
    fun over(channel: ScatteringByteChannel): ScatteringByteChannel =
        object : ScatteringByteChannel, Channel by channel {
            override fun read(dst: ByteBuffer): Int {
                val before = dst.position()
                return channel.read(dst).also { add(dst, before) }
            }

            override fun read(dsts: Array<ByteBuffer>): Long = read(dsts, 0, dsts.size)

            override fun read(dsts: Array<ByteBuffer>, offset: Int, length: Int): Long {
                val before = IntArray(length) { dsts[offset + it].position() }
                return channel.read(dsts, offset, length).also {
                    for (i in 0 until length) add(dsts[offset + i], before[i])
                }
            }
        }

    /** The sum in hexadecimal; starts anew. */
    fun hex(): String = digest.digest().toHexString()

    private fun add(buffer: ByteBuffer, from: Int) {
        val moved = buffer.duplicate()
        moved.limit(buffer.position()).position(from)
        digest.update(moved)
    }

    companion object {
        private const val CHUNK = 256 * 1024

        fun of(file: Path): String {
            val sum = Sha256()
            val buffer = ByteBuffer.allocateDirect(CHUNK)
            FileChannel.open(file).use { channel ->
                val read = sum.over(channel)
                do {
                    val count = read.read(buffer.clear())
                } while (count >= 0)
            }
            return sum.hex()
        }
    }
}
