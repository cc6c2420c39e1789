package io.bytering.cli.copy

import io.bytering.cli.failures.Failure
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.AccessDeniedException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.WRITE
import java.nio.file.attribute.PosixFilePermission
import java.nio.file.attribute.PosixFilePermission.OWNER_READ
import java.nio.file.attribute.PosixFilePermission.OWNER_WRITE
import java.nio.file.attribute.PosixFilePermissions.asFileAttribute
import java.util.concurrent.ThreadLocalRandom

/**
 * Where a copy goes: a new file beside the target, which takes its name in the end. Or, if the
 * target is a device or a named pipe, the target itself.
 */
class CopyTarget
private constructor(
    val name: String,
    private val target: Path,
    private val temporary: Path?,
    private val permissions: Set<PosixFilePermission>?,
    val channel: FileChannel,
) : AutoCloseable {
    private val existed = Files.exists(target)
    private var settled = false

    /** Whether what was written can be read again. */
    val isFile: Boolean
        get() = temporary != null

    /** Puts the complete copy under its name, once [check] is content with it. */
    fun finish(check: (Path) -> Unit) {
        if (temporary != null) {
            channel.force(true) // else a power failure could leave the name on an empty file
            channel.close()
            check(temporary)
        }
        settle {
            if (temporary == null) return@settle
            if (permissions != null) Files.setPosixFilePermissions(temporary, permissions)
            Files.move(temporary, target, ATOMIC_MOVE)
        }
    }

    /** Leaves the target as it was. From any thread: either this or [finish] wins. */
    fun abandon(): String {
        val lost = settle { if (temporary != null) Files.deleteIfExists(temporary) }
        return when {
            !lost -> "$name is complete"
            temporary == null -> "$name has got a part of it"
            existed -> "$name is as it was"
            else -> "$name was not written"
        }
    }

    @Synchronized
    private fun settle(action: () -> Unit): Boolean {
        if (settled) return false
        settled = true
        action()
        return true
    }

    override fun close() {
        channel.close()
        abandon()
    }

    companion object {
        /** @throws IOException if it can't be written */
        fun of(source: Path, to: Path, toFolder: Boolean): CopyTarget {
            if (toFolder && !Files.isDirectory(to)) throw Failure("$to: no such folder")
            val named = if (Files.isDirectory(to)) to.resolve(source.fileName) else to
            // As cp does it: what a link stands for is written, not the link.
            val target = if (Files.isSymbolicLink(named)) named.toRealPath() else named
            if (Files.isDirectory(target)) throw Failure("$named: is a directory")
            if (!Files.exists(target)) return beside(target, named, source)
            if (Files.isSameFile(source, target))
                throw Failure("$source and $named are the same file")
            if (!Files.isWritable(target)) throw AccessDeniedException("$named")
            return if (Files.isRegularFile(target)) beside(target, named, target)
            else CopyTarget("$named", target, null, null, FileChannel.open(target, WRITE))
        }

        /**
         * A file that nobody else knows or reads, until it has the target's name and permissions.
         */
        private fun beside(target: Path, named: Path, likeIt: Path): CopyTarget {
            val number = java.lang.Long.toHexString(ThreadLocalRandom.current().nextLong())
            val temporary =
                target.resolveSibling(".${target.fileName.toString().take(NAME)}.$number.part")
            try {
                if ("posix" !in temporary.fileSystem.supportedFileAttributeViews()) {
                    val channel = FileChannel.open(temporary, NEW)
                    return CopyTarget("$named", target, temporary, null, channel)
                }
                val like = Files.getPosixFilePermissions(likeIt)
                val permissions = if (likeIt == target) like else asCreated(temporary, like)
                val channel = FileChannel.open(temporary, NEW, asFileAttribute(PRIVATE))
                return CopyTarget("$named", target, temporary, permissions, channel)
            } catch (_: AccessDeniedException) {
                throw Failure(
                    "${target.toAbsolutePath().parent}: permission denied to create a file there"
                )
            }
        }

        /** What is left of permissions under the user's umask, which only a new file tells. */
        private fun asCreated(
            path: Path,
            permissions: Set<PosixFilePermission>,
        ): Set<PosixFilePermission> {
            Files.createFile(path, asFileAttribute(permissions))
            try {
                return Files.getPosixFilePermissions(path)
            } finally {
                Files.delete(path)
            }
        }

        private val NEW = setOf(CREATE_NEW, WRITE)
        private val PRIVATE = setOf(OWNER_READ, OWNER_WRITE)

        /** Leaves room for the rest of the name where names are limited to 255 bytes. */
        private const val NAME = 40
    }
}
