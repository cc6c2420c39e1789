package io.bytering.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The base classes are for Java 11, whatever JDK has made them. */
@Tag("overlays")
class ClassFilesTest {
    private static final int JAVA_11 = 55;

    @Test
    void baseClassesAreForJava11() throws Exception {
        URI place = ByteRing.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        Map<String, Integer> versions = new TreeMap<>();
        if (Files.isDirectory(Path.of(place))) {
            look(Path.of(place), versions);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(Path.of(place), (ClassLoader) null)) {
                look(jar.getPath("/"), versions);
            }
        }
        assertTrue(versions.size() > 50, versions + "");
        versions.forEach((file, version) -> assertEquals(JAVA_11, version, file));
    }

    private static void look(Path root, Map<String, Integer> versions) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("io"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(each -> each.toString().endsWith(".class"))::iterator) {
                try (InputStream in = Files.newInputStream(file)) {
                    versions.put(file.toString(), (int) (new DataInputStream(in).readLong() & 0xffff));
                }
            }
        }
    }
}
