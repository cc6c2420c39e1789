package io.bytering.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of jcstress, as a process of its own: it takes the class path of its tests from that of its JVM. What it found is
 * read from what it prints, test by test, because a run in which nothing matched ends well too.
 */
final class Jcstress {
    private static final Pattern TEST = Pattern.compile("^\\.{3,} \\[(.+)] (\\S+)$");

    /** How much time a run takes. */
    enum Effort {
        /** Each test once, for a moment: of those that show the same in several places, one. */
        SHORT(
                100,
                10,
                "-m quick -f 1 -fsm 0 -iters 1 -sc false -af NONE -pth false -jvmArgs -XX:+IgnoreUnrecognizedVMOptions"),

        /** In all configurations of the JVM, each actor by each of its compilers: half a minute for each test. */
        FULL(200, 240, "-m quick"),

        /** The same but for actors by different compilers, where biased locking, of which no ring knows, doubles all of it. */
        FULL_WITH_BIASED_LOCKING(200, 240, "-m quick -sc false");

        /** Each configuration's time. */
        final long millis;

        private final int minutes;
        private final List<String> arguments;

        Effort(long millis, int minutes, String arguments) {
            this.millis = millis;
            this.minutes = minutes;
            this.arguments = List.of(arguments.split(" "));
        }

        /** What the build was asked for. */
        static Effort ofThisBuild() {
            if (!Boolean.getBoolean("stress.full")) {
                return SHORT;
            }
            return Runtime.version().feature() < 18 ? FULL_WITH_BIASED_LOCKING : FULL;
        }
    }

    /** How it went with one test, and what was printed about it. */
    static final class Result {
        final String label;
        final String report;

        private Result(String label, String report) {
            this.label = label;
            this.report = report;
        }
    }

    private Jcstress() {}

    /** Runs the tests of these names, or patterns of names, each configuration for so long. */
    static Map<String, Result> run(String name, Effort effort, String classPath, Collection<String> tests, long millis)
            throws Exception {
        return run(name, effort, classPath, tests, millis, Integer.MAX_VALUE);
    }

    /** The same, with so many forced fences per second before rings change over to fences of their own. */
    static Map<String, Result> run(
            String name, Effort effort, String classPath, Collection<String> tests, long millis, int forced)
            throws Exception {
        Path folder = Files.createDirectories(Path.of(System.getProperty("stress.folder"), name));
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-cp", classPath, "org.openjdk.jcstress.Main"));
        command.addAll(
                List.of("-v", "-r", "report", "-t", "^(" + String.join("|", tests) + ")$", "-time", "" + millis));
        command.addAll(effort.arguments);
        if (Runtime.version().feature() >= 22) { // else there are only fences
            command.addAll(
                    List.of("-jvmArgsPrepend", "--enable-native-access=ALL-UNNAMED -Dbytering.forced=" + forced));
        }
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(effort.minutes, TimeUnit.MINUTES)) {
                throw new AssertionError("jcstress has not ended in time, see " + output);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return parse(output);
    }

    /** The class path of this JVM. */
    static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static Map<String, Result> parse(Path output) throws IOException {
        String printed = Files.readString(output);
        int start = printed.indexOf("RUN RESULTS:");
        if (start < 0) {
            throw new AssertionError("jcstress has no results: " + printed);
        }
        Map<String, Result> results = new TreeMap<>();
        String test = null;
        String label = null;
        StringBuilder report = new StringBuilder();
        for (String line : (printed.substring(start) + "\n...... [END] end").split("\n")) {
            Matcher head = TEST.matcher(line);
            if (head.matches()) {
                if (test != null) {
                    results.put(test, new Result(label, report.toString()));
                }
                test = head.group(2);
                label = head.group(1);
                report.setLength(0);
            }
            report.append(line).append('\n');
        }
        return results;
    }
}
