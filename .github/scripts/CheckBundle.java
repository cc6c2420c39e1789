import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks a bundle against the rules of the Central Portal, and against the project's own: what the BOM names is there, and
 * nothing else. Prints each fault. Signatures are verified with the keys that gpg has.
 *
 * <pre>java CheckBundle.java target/bundle.zip</pre>
 */
public class CheckBundle {
    private static final long MOST_BYTES = 1L << 30;
    private static final String BOM = "bytering-bom";
    private static final Map<String, String> CHECKSUMS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");
    private static final Set<String> NEEDED_CHECKSUMS = Set.of("md5", "sha1");

    /** What every library comes with; repositories ask for the first three, the rest is the project's own rule. */
    private static final List<String> KINDS =
            List.of(".jar", "-sources.jar", "-javadoc.jar", ".module", "-cyclonedx.json");

    /** A folder of the bundle, {@code group/artifact/version}, and what it should be. */
    private record Artifact(String folder, String group, String name, String version, Element pom) {
        String file(String kind) {
            return folder + "/" + name + "-" + version + kind;
        }
    }

    private final Path bundle;
    private final Path unpacked;
    private final Set<String> files = new TreeSet<>();
    private final Map<String, Artifact> artifacts = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private CheckBundle(Path bundle, Path unpacked) {
        this.bundle = bundle;
        this.unpacked = unpacked;
    }

    public static void main(String[] args) throws Exception {
        Path unpacked = Files.createTempDirectory("bundle");
        CheckBundle check = new CheckBundle(Path.of(args[0]), unpacked);
        try {
            check.all();
        } finally {
            try (Stream<Path> paths = Files.walk(unpacked)) {
                for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(path);
            }
        }
        check.faults.forEach(fault -> System.err.println("bundle: " + fault));
        if (!check.faults.isEmpty()) System.exit(1);
        System.out.printf(
                "bundle: %s, %d files of %d bytes in all, checked%n",
                check.artifacts.keySet(), check.files.size(), Files.size(check.bundle));
    }

    private void all() throws Exception {
        if (Files.size(bundle) >= MOST_BYTES) fault("larger than 1 GiB");
        unpack();
        for (String file : files) {
            if (isCompanion(file)) {
                if (!files.contains(stem(file))) fault("belongs to no file: " + file);
            } else {
                checkFile(file);
            }
        }
        files.stream().filter(file -> file.endsWith(".pom")).forEach(this::readPom);
        for (Artifact artifact : artifacts.values()) checkArtifact(artifact);
        checkBom();
    }

    private void unpack() throws IOException {
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                Path target = unpacked.resolve(entry.getName()).normalize();
                if (!target.startsWith(unpacked)) throw new IOException("leads out of the bundle: " + entry.getName());
                if (entry.isDirectory()) continue;
                files.add(entry.getName());
                Files.createDirectories(target.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
    }

    /** Its place, its checksums and its signature. */
    private void checkFile(String file) throws Exception {
        String[] path = file.split("/");
        int last = path.length - 1;
        if (last < 3 || !path[last].matches("\\Q" + path[last - 2] + "-" + path[last - 1] + "\\E[-.].+")) {
            fault("not where a repository has it: " + file);
        }
        if (file.contains("SNAPSHOT")) fault("not a release: " + file);
        for (String kind : CHECKSUMS.keySet()) {
            if (files.contains(file + "." + kind)) {
                byte[] sum = MessageDigest.getInstance(CHECKSUMS.get(kind)).digest(Files.readAllBytes(at(file)));
                String said = Files.readString(at(file + "." + kind)).strip().split("\\s")[0];
                if (!said.equalsIgnoreCase(HexFormat.of().formatHex(sum))) fault("wrong " + kind + ": " + file);
            } else if (NEEDED_CHECKSUMS.contains(kind)) {
                fault("no " + kind + ": " + file);
            }
        }
        if (!files.contains(file + ".asc")) fault("no signature: " + file);
        else if (!isSigned(file)) fault("no valid signature: " + file);
    }

    private boolean isSigned(String file) throws IOException, InterruptedException {
        Process gpg = new ProcessBuilder("gpg", "--batch", "--verify", at(file + ".asc") + "", at(file) + "")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return gpg.waitFor() == 0;
    }

    private void readPom(String file) {
        String[] path = file.split("/");
        int last = path.length - 1;
        if (last < 3) return; // told already
        Element pom;
        try {
            pom = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(at(file).toFile())
                    .getDocumentElement();
        } catch (Exception e) {
            fault("not to be read: " + file + ": " + e);
            return;
        }
        String group = String.join(".", List.of(path).subList(0, last - 2));
        String folder = file.substring(0, file.lastIndexOf('/'));
        Artifact artifact = new Artifact(folder, group, path[last - 2], path[last - 1], pom);
        if (file.equals(artifact.file(".pom"))) artifacts.put(artifact.name, artifact); // else told already
    }

    private void checkArtifact(Artifact artifact) throws IOException {
        String pom = artifact.file(".pom");
        expect(artifact.group, inherited(artifact.pom, "groupId"), "groupId", pom);
        expect(artifact.name, text(artifact.pom, "artifactId"), "artifactId", pom);
        expect(artifact.version, inherited(artifact.pom, "version"), "version", pom);
        if (Files.readString(at(pom)).contains("-SNAPSHOT</version>")) fault("names what is no release: " + pom);
        for (String own : List.of("name", "description")) {
            if (text(artifact.pom, own).isEmpty()) fault("no " + own + ": " + pom);
        }
        for (String path : List.of(
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "scm/url",
                "scm/connection",
                "scm/developerConnection")) {
            String value = ofAncestors(artifact, path);
            if (value.isEmpty()) fault("no " + path + ", nor in a parent within the bundle: " + pom);
            if (value.matches("([^/]*/+)?[^/]*\\.example([/:].*)?")) fault("a placeholder for " + path + ": " + pom);
        }
        if (text(artifact.pom, "packaging").equals("pom")) {
            for (String kind : KINDS) {
                if (files.contains(artifact.file(kind))) fault("beside a POM of packaging pom: " + artifact.file(kind));
            }
        } else {
            for (String kind : KINDS) {
                if (!files.contains(artifact.file(kind))) fault("missing: " + artifact.file(kind));
            }
            checkJar(artifact.file(".jar"), ".*\\.class");
            checkJar(artifact.file("-sources.jar"), ".*\\.(java|kt)");
            checkJar(artifact.file("-javadoc.jar"), "index\\.html");
        }
    }

    private void checkJar(String file, String entry) throws IOException {
        if (!files.contains(file)) return; // told already
        try (ZipInputStream jar = new ZipInputStream(new BufferedInputStream(Files.newInputStream(at(file))))) {
            for (ZipEntry next = jar.getNextEntry(); next != null; next = jar.getNextEntry()) {
                if (next.getName().matches(entry)) return;
            }
        }
        fault("holds no " + entry + ": " + file);
    }

    /** The libraries, the BOM that names them, and the parents of their POMs. */
    private void checkBom() {
        Artifact bom = artifacts.get(BOM);
        if (bom == null) {
            fault("no " + BOM);
            return;
        }
        expect("pom", text(bom.pom, "packaging"), "packaging", bom.file(".pom"));
        Set<String> expected = new TreeSet<>(Set.of(BOM));
        Element managed = child(child(bom.pom, "dependencyManagement"), "dependencies");
        for (Element dependency : children(managed, "dependency")) expected.add(text(dependency, "artifactId"));
        for (String library : List.copyOf(expected)) {
            for (Artifact each = artifacts.get(library); each != null; each = parent(each)) expected.add(each.name);
        }
        Set<String> folders = new TreeSet<>();
        for (String file : files) folders.add(file.replaceAll("/[^/]*/[^/]*$", "").replaceAll(".*/", ""));
        if (!folders.equals(expected)) fault("holds " + folders + ", and should hold " + expected);
        for (Artifact each : artifacts.values()) {
            expect(bom.version, each.version, "version", each.file(".pom"));
            expect(bom.group, each.group, "groupId", each.file(".pom"));
        }
    }

    private String ofAncestors(Artifact artifact, String path) {
        for (Artifact each = artifact; each != null; each = parent(each)) {
            String value = text(each.pom, path.split("/"));
            if (!value.isEmpty()) return value;
        }
        return "";
    }

    private Artifact parent(Artifact artifact) {
        return artifacts.get(text(artifact.pom, "parent", "artifactId"));
    }

    private static String inherited(Element pom, String name) {
        String own = text(pom, name);
        return own.isEmpty() ? text(pom, "parent", name) : own;
    }

    private static String text(Element element, String... path) {
        for (String name : path) element = child(element, name);
        return element == null ? "" : element.getTextContent().strip();
    }

    private static Element child(Element element, String name) {
        return children(element, name).stream().findFirst().orElse(null);
    }

    private static List<Element> children(Element element, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = element == null ? null : element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals(name)) found.add(child);
        }
        return found;
    }

    private static boolean isCompanion(String file) {
        return file.endsWith(".asc") || CHECKSUMS.containsKey(file.substring(file.lastIndexOf('.') + 1));
    }

    /** Without the ending; a signature may have checksums, too. */
    private static String stem(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }

    private Path at(String file) {
        return unpacked.resolve(file);
    }

    private void expect(String expected, String actual, String what, String file) {
        if (!expected.equals(actual)) fault(what + " is " + actual + ", and should be " + expected + ": " + file);
    }

    private void fault(String fault) {
        faults.add(fault);
    }
}
