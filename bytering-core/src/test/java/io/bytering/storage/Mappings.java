package io.bytering.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds of our own, as Linux tells it. */
public final class Mappings {
    private Mappings() {}

    /** Mappings of files that are ours by their name. */
    public static int mapped() throws IOException {
        int count = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            count += line.endsWith("(deleted)") && line.contains("bytering") ? 1 : 0;
        }
        return count;
    }

    /** Open descriptors of such files. */
    public static int descriptors() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : all) {
                count += isOurs(descriptor) ? 1 : 0;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return count;
    }

    /** Open descriptors of any kind, but for the one that is used to count them. */
    public static int allDescriptors() throws IOException {
        int count = -1;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path ignored : all) {
                count++;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return count;
    }

    private static boolean isOurs(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.endsWith("(deleted)") && target.contains("bytering");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
