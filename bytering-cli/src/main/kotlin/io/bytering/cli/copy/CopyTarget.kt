package io.bytering.cli.copy

import io.bytering.cli.failures.Failure
import io.bytering.cli.failures.asFailure
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.channels.GatheringByteChannel
import java.nio.file.AccessDeniedException
import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.TRUNCATE_EXISTING
import java.nio.file.StandardOpenOption.WRITE
import java.nio.file.attribute.BasicFileAttributes
import java.nio.file.attribute.PosixFilePermission
import java.nio.file.attribute.PosixFilePermission.OWNER_READ
import java.nio.file.attribute.PosixFilePermission.OWNER_WRITE
import java.nio.file.attribute.PosixFilePermissions.asFileAttribute
import java.util.concurrent.ThreadLocalRandom

/**
 * Where a copy goes: a new file beside the target, which takes its name in the end. Or the target
 * itself: if it is no file, if it has to stay the same file, or if there can't be one beside it.
 *
 * @property name what to call it in a message
 * @property isFile whether what was written can be read again
 */
class CopyTarget
private constructor(
    val name: String,
    private val source: Path,
    private val target: Path,
    private val existed: Boolean,
    val isFile: Boolean,
    private val inPlace: Boolean,
) : AutoCloseable {
    private var temporary: Path? = null
    private var permissions: Set<PosixFilePermission>? = null
    private var file: FileChannel? = null
    private var holes: Holes? = null
    private var settled = false
    private var complete = false

    /**
     * Opens it. Nothing was made before, and what is made is taken away by [abandon], also if that
     * comes meanwhile from another thread.
     */
    @Synchronized
    fun open(): GatheringByteChannel {
        check(!settled) { "$name is given up" }
        val opened = if (inPlace) itself() else beside() ?: itself()
        file = opened
        if (!isFile) return opened
        val found = if (Files.isRegularFile(source)) Holes.of(source) else Holes.none()
        holes = found
        return SparseSink(opened, found)
    }

    /**
     * Puts the complete copy under its name, once [check] is content with it.
     *
     * @param sync whether it is on disk before
     */
    fun finish(channel: GatheringByteChannel, sync: Boolean, check: (Path) -> Unit) {
        if (channel is SparseSink) channel.end()
        if (isFile && sync) file?.force(true)
        file?.close()
        if (isFile) check(temporary ?: target)
        settle {
            temporary?.let(::rename)
            complete = true
        }
    }

    private fun rename(temporary: Path) {
        try {
            permissions?.let { Files.setPosixFilePermissions(temporary, it) }
            Files.move(temporary, target, ATOMIC_MOVE)
        } catch (e: IOException) {
            Files.deleteIfExists(temporary)
            throw Failure(
                "${e.asFailure(name).message}; $untouched; --in-place would write into it"
            )
        }
    }

    /** Leaves the target as it was, if it can. From any thread: either this or [finish] wins. */
    fun abandon(): String {
        settle { temporary?.let(Files::deleteIfExists) }
        return when {
            complete -> "$name is complete"
            file != null && temporary == null -> "$name has got a part of it"
            else -> untouched
        }
    }

    private val untouched: String
        get() = if (existed) "$name is as it was" else "$name was not written"

    @Synchronized
    private fun settle(action: () -> Unit) {
        if (settled) return
        settled = true
        action()
    }

    override fun close() {
        holes?.close()
        file?.close()
        abandon()
    }

    private fun itself(): FileChannel {
        STANDARD[target.toAbsolutePath().toString()]?.let {
            return FileOutputStream(it).channel
        }
        if (!isFile) return FileChannel.open(target, WRITE)
        val like = if (existed || !target.isPosix) arrayOf() else arrayOf(likeIt(source))
        return FileChannel.open(target, setOf(WRITE, CREATE, TRUNCATE_EXISTING), *like)
    }

    /**
     * A file that nobody else knows or reads, until it has the target's name and permissions.
     *
     * @return null if there can't be one, or none with the target's owner, group and attributes
     */
    private fun beside(): FileChannel? {
        val number = java.lang.Long.toHexString(ThreadLocalRandom.current().nextLong())
        val start = target.fileName.toString().take(NAME).dropLastWhile { it.isHighSurrogate() }
        val path = target.resolveSibling(".$start.$number.part")
        try {
            if (!path.isPosix) return FileChannel.open(path, NEW).also { temporary = path }
            permissions =
                if (existed) Files.getPosixFilePermissions(target) else asCreated(path, source)
            val opened = FileChannel.open(path, NEW, asFileAttribute(PRIVATE))
            temporary = path
            if (existed && !(takesOwner(path) && ExtendedAttributes.copy(target, path))) {
                opened.close()
                Files.delete(path)
                temporary = null
                return null
            }
            return opened
        } catch (_: AccessDeniedException) {
            if (existed) return null
            throw Failure(
                "${target.toAbsolutePath().parent}: permission denied to create a file there"
            )
        }
    }

    /** Whether it has the owner and the group of the target now. */
    private fun takesOwner(path: Path): Boolean {
        for (whose in listOf("unix:uid", "unix:gid")) {
            val wanted = Files.getAttribute(target, whose)
            if (Files.getAttribute(path, whose) == wanted) continue
            try {
                Files.setAttribute(path, whose, wanted)
            } catch (_: FileSystemException) {
                return false // only the administrator may give files away
            }
        }
        return true
    }

    companion object {
        /**
         * Nothing is written or made yet.
         *
         * @param inPlace whether to write into a file that is there, however it is
         * @throws IOException if it can't be written
         */
        fun of(source: Path, to: Path, toFolder: Boolean, inPlace: Boolean): CopyTarget {
            if (toFolder && !Files.isDirectory(to)) throw Failure("$to: no such folder")
            val named = if (Files.isDirectory(to)) to.resolve(source.fileName) else to
            val found = attributes(named)
            if (found == null && !Files.isSymbolicLink(named))
                return CopyTarget("$named", source, named, false, isFile = true, inPlace)
            if (found?.isDirectory == true) throw Failure("$named: is a directory")
            if (found != null && Files.isSameFile(source, named))
                throw Failure("$source and $named are the same file")
            if (found?.isRegularFile == false || named.isDescriptor)
                return CopyTarget("$named", source, named, true, isFile = false, inPlace = true)
            // As cp does it: what a link stands for is written, not the link.
            val target = if (Files.isSymbolicLink(named)) named.toRealPath() else named
            if (!Files.isWritable(target)) throw AccessDeniedException("$named")
            val shared = target.isPosix && Files.getAttribute(target, "unix:nlink") != 1
            return CopyTarget("$named", source, target, true, isFile = true, inPlace || shared)
        }

        private fun attributes(path: Path): BasicFileAttributes? =
            try {
                Files.readAttributes(path, BasicFileAttributes::class.java)
            } catch (_: NoSuchFileException) {
                null
            }

        private val Path.isPosix: Boolean
            get() = "posix" in fileSystem.supportedFileAttributeViews()

        /** Whether it is the name of a file that is open already. */
        private val Path.isDescriptor: Boolean
            get() {
                val path = toAbsolutePath().toString()
                return path in STANDARD || path.startsWith("/dev/fd/") || path.startsWith("/proc/")
            }

        private fun likeIt(file: Path) = asFileAttribute(Files.getPosixFilePermissions(file))

        /**
         * What is left of a file's permissions under the user's umask, which only a new file tells.
         */
        private fun asCreated(path: Path, like: Path): Set<PosixFilePermission> {
            Files.createFile(path, likeIt(like))
            try {
                return Files.getPosixFilePermissions(path)
            } finally {
                Files.delete(path)
            }
        }

        private val NEW = setOf(CREATE_NEW, WRITE)
        private val PRIVATE = setOf(OWNER_READ, OWNER_WRITE)

        /** To open them anew would write from the start of the file that they may be. */
        private val STANDARD =
            listOf("stdout" to FileDescriptor.out, "stderr" to FileDescriptor.err)
                .flatMapIndexed { i, (name, descriptor) ->
                    listOf("/dev/$name", "/dev/fd/${i + 1}", "/proc/self/fd/${i + 1}").map {
                        it to descriptor
                    }
                }
                .toMap()

        /** Leaves room for the rest of the name where names are limited to 255 bytes. */
        private const val NAME = 40
    }
}
