package io.bytering.blocking.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.bytering.RingStatistics;
import io.bytering.blocking.BytePipe;
import io.bytering.blocking.StreamBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.TimeUnit;

/** A pipe of the library or one of java.io, so that both can run the same code. */
interface AnyPipe {
    int CAPACITY = 64;

    InputStream in();

    OutputStream out();

    /** What is in a block that may fail, in the way that the pipe has for it. */
    void write(StreamBody body) throws IOException;

    /** Limits every wait, if the pipe can do so. */
    void limitWaits();

    /** How long a call is given that should end at once. A piped stream looks around every second. */
    long millisToEnd();

    /** How long a call is given that should go on. A piped stream gives up after three seconds. */
    long millisToGoOn();

    /**
     * The one call that has waited was woken by what it waited for, and did not look for it by itself.
     *
     * @param nanos how long it went on after that
     */
    void requireWoken(long nanos);

    static AnyPipe ofBytering() {
        return new AnyPipe() {
            private final BytePipe pipe = BytePipe.ofCapacity(CAPACITY);

            @Override
            public InputStream in() {
                return pipe.inputStream();
            }

            @Override
            public OutputStream out() {
                return pipe.outputStream();
            }

            @Override
            public void write(StreamBody body) throws IOException {
                pipe.writer().writeStream(body);
            }

            @Override
            public void limitWaits() {
                pipe.reader().timeout(20, TimeUnit.MILLISECONDS);
                pipe.writer().timeout(20, TimeUnit.MILLISECONDS);
            }

            @Override
            public long millisToEnd() {
                return TimeUnit.MINUTES.toMillis(4);
            }

            @Override
            public long millisToGoOn() {
                return 10;
            }

            @Override
            public void requireWoken(long nanos) {
                RingStatistics counted = pipe.ring().statistics();
                assertEquals(1, counted.readerWakeUps() + counted.writerWakeUps(), "it looked by itself: " + counted);
            }
        };
    }

    static AnyPipe ofJavaIo() {
        PipedInputStream in = new PipedInputStream(CAPACITY);
        PipedOutputStream out = new PipedOutputStream();
        try {
            out.connect(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new AnyPipe() {
            @Override
            public InputStream in() {
                return in;
            }

            @Override
            public OutputStream out() {
                return out;
            }

            @Override
            public void write(StreamBody body) throws IOException {
                try (OutputStream closing = out) {
                    body.writeTo(closing);
                }
            }

            @Override
            public void limitWaits() {}

            @Override
            public long millisToEnd() {
                return 3_000;
            }

            @Override
            public long millisToGoOn() {
                return TimeUnit.MINUTES.toMillis(4);
            }

            @Override
            public void requireWoken(long nanos) {
                if (nanos > TimeUnit.MILLISECONDS.toNanos(200)) {
                    fail("it looked by itself");
                }
            }
        };
    }
}
