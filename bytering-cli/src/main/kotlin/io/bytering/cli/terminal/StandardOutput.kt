package io.bytering.cli.terminal

import io.bytering.cli.failures.asFailure
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.IOException
import java.io.OutputStream
import java.io.PrintStream

/**
 * Standard output, which remembers why it could not be written: a [PrintStream] keeps that to
 * itself.
 */
object StandardOutput : OutputStream() {
    private val out = FileOutputStream(FileDescriptor.out)

    @Volatile private var problem: IOException? = null

    /** Makes [System.out] write here, in the encoding of the names of files. */
    fun install() {
        System.setOut(PrintStream(this, true, System.getProperty("sun.jnu.encoding")))
    }

    override fun write(byte: Int) = write(byteArrayOf(byte.toByte()))

    override fun write(bytes: ByteArray, offset: Int, length: Int) {
        try {
            out.write(bytes, offset, length)
        } catch (e: IOException) {
            problem = e
            throw e
        }
    }

    /**
     * Writes a result and the end of a line.
     *
     * @throws io.bytering.cli.failures.Failure if it did not get out
     */
    fun say(result: String) {
        System.out.println(result)
        if (System.out.checkError())
            throw (problem ?: IOException("could not be written")).asFailure("standard output")
    }
}
