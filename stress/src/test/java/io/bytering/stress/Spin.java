package io.bytering.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of the model checker spin, which makes a C program of a model in Promela; that goes everywhere. */
final class Spin {
    private static final Pattern ERRORS = Pattern.compile("errors: (\\d+)");
    private static final Pattern STATES = Pattern.compile("(\\d+) states, stored");

    /** What was seen. */
    static final class Result {
        final int errors;
        final long states;
        final String report;

        private Result(int errors, long states, String report) {
            this.errors = errors;
            this.states = states;
            this.report = report;
        }
    }

    private Spin() {}

    /**
     * Checks the assertions and the property of a model, under weak fairness.
     *
     * @param folder an empty one
     * @param defines what the model is told by {@code -D}
     */
    static Result check(Path model, Path folder, List<String> defines) throws Exception {
        List<String> generate = new ArrayList<>(List.of("spin", "-a"));
        defines.forEach(define -> generate.add("-D" + define));
        generate.add(model.toString());
        run(folder, generate);
        // fair to so many processes, with states packed
        run(folder, List.of("cc", "-O1", "-w", "-DNFAIR=3", "-DCOLLAPSE", "-o", "pan", "pan.c"));
        String report = run(folder, List.of(folder.resolve("pan").toString(), "-a", "-f", "-n", "-m1000000"));
        if (report.contains("max search depth too small") || report.contains("out of memory")) {
            throw new AssertionError("the search was cut short: " + defines + ": " + report);
        }
        return new Result((int) number(ERRORS, report), number(STATES, report), defines + ": " + report);
    }

    private static long number(Pattern pattern, String report) {
        Matcher matcher = pattern.matcher(report);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in: " + report);
        }
        return Long.parseLong(matcher.group(1));
    }

    private static String run(Path folder, List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    "the stress profile needs the model checker spin and a C compiler, and can't start "
                            + command.get(0) + " (on Debian: apt-get install spin gcc libc6-dev)",
                    e);
        }
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                throw new AssertionError("has not ended in time: " + command);
            }
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " ended with " + process.exitValue() + ": " + printed);
        }
        return printed;
    }
}
