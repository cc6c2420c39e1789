package io.bytering.blocking.bridges;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.CompletableOutputStream;
import io.bytering.blocking.Rig;
import io.bytering.blocking.RingStreams;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.StreamBody;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream whose maker fails is not told as a clean end, whatever wrapper closes itself on the way out. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamFailuresTest {
    private static final byte[] BYTES = TestBytes.of(0, 200_000);

    /** All of the bytes, or a part of them and then a failure, compressed. */
    private static void gzip(OutputStream out, Throwable failure) throws IOException {
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            write(gzip, failure);
        }
    }

    private static void zip(OutputStream out, Throwable failure) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("all"));
            write(zip, failure);
        }
    }

    private static void write(OutputStream out, Throwable failure) throws IOException {
        out.write(BYTES, 0, failure == null ? BYTES.length : 10_000);
        if (failure instanceof IOException) {
            throw (IOException) failure;
        } else if (failure instanceof RuntimeException) {
            throw (RuntimeException) failure;
        } else if (failure instanceof Error) {
            throw (Error) failure;
        }
    }

    private interface Writing {
        void to(OutputStream out, Throwable failure) throws IOException;
    }

    /** In place of a pipe: what is written by another thread, until it is complete or fails. */
    private interface Swap {
        InputStream of(Writing writing, Throwable failure);
    }

    private static InputStream inAThread(StreamBody body) {
        ByteRing ring = ByteRing.ofCapacity(1000);
        Task.start(() -> {
            BlockingWriter.of(ring.writer()).writeStream(body);
            return null;
        });
        return BlockingReader.of(ring.reader()).inputStream();
    }

    static Stream<Swap> swaps() {
        Swap own = (writing, failure) -> RingStreams.inputStreamOf(out -> writing.to(out, failure));
        Swap executor = (writing, failure) -> RingStreams.inputStreamOf(
                out -> writing.to(out, failure),
                task -> new Thread(quietly(task)).start(),
                ByteRing.builder().capacity(77).name("mine").build());
        Swap body = (writing, failure) -> inAThread(out -> writing.to(out, failure));
        Swap completed = (writing, failure) -> {
            ByteRing ring = ByteRing.ofCapacity(1000);
            Task.start(() -> {
                try (CompletableOutputStream out =
                        BlockingWriter.of(ring.writer()).completableStream()) {
                    writing.to(new Uncloseable(out), failure);
                    out.complete();
                }
                return null;
            });
            return BlockingReader.of(ring.reader()).inputStream();
        };
        return Stream.of(own, executor, body, completed);
    }

    private static Runnable quietly(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Error e) {
                assertEquals("no more", e.getMessage());
            }
        };
    }

    /** A wrapper is closed before the stream is complete: what it was to write is there. */
    private static final class Uncloseable extends java.io.FilterOutputStream {
        Uncloseable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {}
    }

    private static Stream<Throwable> failures() {
        return Stream.of(new IOException("disk full"), new IllegalStateException("no more"), new Error("no more"));
    }

    @ParameterizedTest
    @MethodSource("swaps")
    void allOfItArrives(Swap swap) throws IOException {
        try (InputStream in = new GZIPInputStream(swap.of(StreamFailuresTest::gzip, null))) {
            assertArrayEquals(BYTES, in.readAllBytes());
        }
        try (ZipInputStream in = new ZipInputStream(swap.of(StreamFailuresTest::zip, null))) {
            assertEquals("all", in.getNextEntry().getName());
            assertArrayEquals(BYTES, in.readAllBytes());
            assertNull(in.getNextEntry());
        }
        assertArrayEquals(BYTES, swap.of(StreamFailuresTest::write, null).readAllBytes());
        assertEquals(-1, swap.of((out, failure) -> {}, null).read());
    }

    @ParameterizedTest
    @MethodSource("swaps")
    void aPartOfItIsAFailureForWhoCopiesIt(Swap swap) throws IOException {
        failures().filter(failure -> !(failure instanceof Error)).forEach(failure -> {
            ByteArrayOutputStream upload = new ByteArrayOutputStream();
            IOException told = assertThrows(
                    IOException.class,
                    () -> swap.of(StreamFailuresTest::gzip, failure).transferTo(upload));
            assertTold(swap, failure, told);
            assertTrue(upload.size() > 0);
        });
    }

    /** A gzip that was closed on the way out of a failure has its trailer, and its reader asks no further. */
    @ParameterizedTest
    @MethodSource("swaps")
    void aPartOfItIsAFailureForWhoDecompressesIt(Swap swap) throws IOException {
        failures().filter(failure -> !(failure instanceof Error)).forEach(failure -> {
            IOException told = assertThrows(
                    IOException.class,
                    () -> new GZIPInputStream(swap.of(StreamFailuresTest::gzip, failure)).readAllBytes());
            assertTold(swap, failure, told);
        });
    }

    /** Closed without completion, a stream does not know why. */
    private static void assertTold(Swap swap, Throwable failure, IOException told) {
        Throwable cause = told.getCause();
        assertTrue(
                cause == failure || "the stream was closed before it was complete".equals(cause.getMessage()),
                told::toString);
    }

    @Test
    void anErrorReachesTheReaderAndTheThread() throws Exception {
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        Error error = new Error("no more");
        CompletableFuture<Void> over = new CompletableFuture<>();
        InputStream in = RingStreams.inputStreamOf(out -> write(out, error), task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((of, e) -> {
                uncaught.set(e);
                over.complete(null);
            });
            thread.start();
        });
        assertSame(error, assertThrows(IOException.class, in::readAllBytes).getCause());
        over.get(240, TimeUnit.SECONDS);
        assertSame(error, uncaught.get());
    }

    @Test
    void theWritingEndsWhenNobodyReads() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        InputStream in = RingStreams.inputStreamOf(out -> {
            try {
                while (true) {
                    out.write(BYTES);
                }
            } catch (IOException e) {
                end.complete(e);
                throw e;
            }
        });
        assertArrayEquals(TestBytes.of(0, 100), in.readNBytes(100));
        in.close();
        assertEquals(
                RingAbandonedException.class, end.get(240, TimeUnit.SECONDS).getClass());
    }

    @Test
    void anExecutorThatRefusesLeavesNothingOpen() {
        ByteRing ring = ByteRing.ofCapacity(10);
        assertThrows(
                RejectedExecutionException.class,
                () -> RingStreams.inputStreamOf(
                        out -> {},
                        task -> {
                            throw new RejectedExecutionException("full");
                        },
                        ring));
        assertTrue(ring.reader().isClosed() && ring.writer().isClosed());
    }

    @Test
    void writeStreamThrowsWhatTheBodyThrows() throws IOException {
        try (Rig rig = new Rig(WaitStrategy.backOff())) {
            IllegalStateException own = new IllegalStateException("no more");
            assertSame(
                    own,
                    assertThrows(
                            IllegalStateException.class,
                            () -> rig.writer.writeStream(out -> {
                                out.write(1);
                                out.write(2);
                                throw own;
                            })));
            assertEquals(1, rig.reader.read(new byte[9]), "the last byte is held back");
            assertSame(
                    own,
                    assertThrows(IOException.class, () -> rig.reader.read(new byte[1]))
                            .getCause());
            assertThrows(ClosedChannelException.class, () -> rig.writer.writeStream(out -> {}));
        }
    }

    @Test
    void aBodyIsCutShortByATimeLimitAndTheReaderLearnsIt() {
        try (Rig rig = new Rig(WaitStrategy.backOff())) {
            rig.writer.timeout(1, TimeUnit.MILLISECONDS);
            RingTimeoutException late =
                    assertThrows(RingTimeoutException.class, () -> rig.writer.writeStream(out -> out.write(BYTES)));
            IOException told = assertThrows(
                    IOException.class, () -> rig.reader.inputStream().readAllBytes());
            assertSame(late, told.getCause());
        }
    }

    @Test
    void whatABodyHasClosedTakesNoMore() throws IOException {
        try (Rig rig = new Rig(WaitStrategy.backOff())) {
            rig.writer.writeStream(out -> {
                out.write(TestBytes.at(0));
                out.close();
                out.close();
                out.flush();
                assertThrows(IOException.class, () -> out.write(1));
                assertThrows(IOException.class, () -> out.write(new byte[1]));
                out.write(new byte[0]);
            });
            rig.take(1);
            assertEquals(-1, rig.reader.read(new byte[1]));
        }
    }

    @Test
    void theLastByteIsTheReadersAfterAFlush() throws IOException {
        try (Rig rig = new Rig(WaitStrategy.backOff())) {
            CompletableOutputStream out = rig.writer.completableStream();
            out.write(TestBytes.of(0, 3));
            assertEquals(2, rig.ring.reader().readableBytes());
            out.flush();
            assertEquals(3, rig.ring.reader().readableBytes());
            out.flush();
            out.write(TestBytes.at(3));
            assertEquals(3, rig.ring.reader().readableBytes());
            out.write(TestBytes.at(4));
            assertEquals(4, rig.ring.reader().readableBytes());
            out.complete();
            out.complete();
            out.close();
            assertNull(rig.ring.reader().failure());
            rig.takeAll();
            assertEquals(-1, rig.reader.read(new byte[1]));
        }
    }

    @Test
    void aWriteThatIsCutShortMayBeTakenUpAgain() throws IOException {
        try (Rig rig = new Rig(WaitStrategy.backOff())) {
            rig.writer.timeout(0, TimeUnit.SECONDS);
            CompletableOutputStream out = rig.writer.completableStream();
            byte[] bytes = TestBytes.of(0, 3 * Rig.CAPACITY);
            int done = 0;
            while (done < bytes.length) {
                try {
                    out.write(bytes, done, bytes.length - done);
                    done = bytes.length;
                } catch (RingTimeoutException e) {
                    done += e.bytesTransferred;
                    rig.takeAll();
                }
            }
            rig.takeAll();
            rig.put(0);
            out.complete();
            rig.takeAll();
            assertEquals(bytes.length, rig.ring.reader().position());
        }
    }

    @Test
    void theCauseMayBeGiven() {
        try (Rig rig = new Rig(WaitStrategy.backOff())) {
            Exception cause = new Exception("disk full");
            rig.writer.completableStream().close(cause);
            assertSame(cause, rig.ring.reader().failure());
            IOException complete = assertThrows(
                    ClosedChannelException.class,
                    () -> rig.writer.completableStream().complete());
            assertSame(cause, complete.getCause());
        }
    }
}
