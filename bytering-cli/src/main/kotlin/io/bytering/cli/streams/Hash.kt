package io.bytering.cli.streams

import java.nio.ByteBuffer
import java.nio.channels.Channel
import java.nio.channels.FileChannel
import java.nio.channels.ScatteringByteChannel
import java.nio.file.Path
import java.security.MessageDigest
import java.security.Security

/** A running sum by which bytes are compared. */
class Hash(private val digest: MessageDigest) {
    /** What it is called: `SHA-256`. */
    val algorithm: String
        get() = digest.algorithm

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

        fun sha256() = Hash(MessageDigest.getInstance("SHA-256"))

        /** @return null if there is no such algorithm */
        fun of(algorithm: String): Hash? {
            val name = names().firstOrNull { it.equals(algorithm, ignoreCase = true) }
            return name?.let { Hash(MessageDigest.getInstance(it)) }
        }

        /** The algorithms there are: `MD5`, `SHA-1`, `SHA-256`, … */
        fun names(): List<String> = Security.getAlgorithms("MessageDigest").sorted()

        /** Of all bytes of a file, in hexadecimal. */
        fun sha256(file: Path): String {
            val sum = sha256()
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
