package io.bytering.samples.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bytering.blocking.BytePipe;
import io.bytering.blocking.DuplexPipe;
import io.bytering.blocking.StreamBody;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executor;

/** From piped streams to a pipe: the same program with both, and what only the second can do. */
public final class Pipes {
    private Pipes() {}

    /** With the streams of java.io. */
    public static String before(StreamBody report) throws IOException {
        PipedInputStream in = new PipedInputStream(64 * 1024);
        PipedOutputStream out = new PipedOutputStream(in);
        return read(in, out, report);
    }

    /** With a pipe. */
    public static String after(StreamBody report) throws IOException {
        BytePipe pipe = BytePipe.ofCapacity(64 * 1024);
        return read(pipe.inputStream(), pipe.outputStream(), report);
    }

    /** Knows neither. */
    private static String read(InputStream in, OutputStream out, StreamBody report) throws IOException {
        Thread writing = new Thread(() -> {
            try (OutputStream closing = out) {
                report.writeTo(closing);
            } catch (IOException e) {
                System.err.println("half a report was written: " + e.getMessage());
            }
        });
        writing.start();
        try (InputStream closing = in) {
            return new String(closing.readAllBytes(), UTF_8);
        }
    }

    /** The reader gets the failure of a report in place of the end. */
    public static InputStream orFailure(StreamBody report) {
        BytePipe pipe = BytePipe.ofCapacity(64 * 1024);
        Thread writing = new Thread(() -> {
            try {
                pipe.writer().writeStream(report);
            } catch (IOException e) {
                System.err.println("half a report was written: " + e.getMessage());
            }
        });
        writing.start();
        return pipe.inputStream();
    }

    /** Each line by another thread, which may end at once. A line is one write, so no two are mixed. */
    public static InputStream lines(List<String> names, Executor pool) {
        BytePipe pipe = BytePipe.ofCapacity(1024);
        for (String name : names) {
            pool.execute(() -> {
                try {
                    pipe.outputStream().write(("hello " + name + "\n").getBytes(UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e); // the reader has closed its end
                }
            });
        }
        return pipe.inputStream();
    }

    /** A server and its client, without a socket. */
    public static String ask(String question, Executor pool) throws IOException {
        DuplexPipe pipe = DuplexPipe.ofCapacity(1024);
        pool.execute(() -> serve(pipe.second()));
        try (DuplexPipe.End client = pipe.first()) {
            PrintWriter questions = new PrintWriter(client.outputStream(), true, UTF_8);
            BufferedReader answers = new BufferedReader(new InputStreamReader(client.inputStream(), UTF_8));
            questions.println(question);
            return answers.readLine();
        }
    }

    private static void serve(DuplexPipe.End server) {
        try (server) {
            BufferedReader questions = new BufferedReader(new InputStreamReader(server.inputStream(), UTF_8));
            PrintWriter answers = new PrintWriter(server.outputStream(), true, UTF_8);
            for (String line; (line = questions.readLine()) != null; ) {
                answers.println("you asked: " + line);
            }
        } catch (IOException e) {
            System.err.println("the client is gone: " + e.getMessage());
        }
    }

    /** The parts of a pipe. */
    public static int parts() throws IOException {
        BytePipe pipe = BytePipe.ofCapacity(64 * 1024);
        OutputStream out = pipe.outputStream(); // for the threads that write
        InputStream in = pipe.inputStream(); // for those that read
        out.write(42);
        return in.read();
    }

    /** The ends of a duplex. */
    public static int ends() throws IOException {
        DuplexPipe pipe = DuplexPipe.ofCapacity(64 * 1024);
        DuplexPipe.End client = pipe.first();
        DuplexPipe.End server = pipe.second();
        client.outputStream().write(42);
        return server.inputStream().read();
    }
}
