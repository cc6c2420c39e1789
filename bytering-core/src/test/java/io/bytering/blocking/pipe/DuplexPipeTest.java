package io.bytering.blocking.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingAbandonedException;
import io.bytering.Waiter;
import io.bytering.blocking.BytePipe;
import io.bytering.blocking.DuplexPipe;
import io.bytering.blocking.Task;
import io.bytering.testing.TestBytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two ends, each of which reads what the other writes. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DuplexPipeTest {
    private final DuplexPipe pipe = DuplexPipe.ofCapacity(64);
    private final DuplexPipe.End client = pipe.first();
    private final DuplexPipe.End server = pipe.second();

    @AfterEach
    void close() {
        pipe.close();
    }

    @Test
    void aServerAnswersLineByLineUntilTheClientHasNoMore() throws Exception {
        Task<Void> serving = Task.start(() -> {
            try (DuplexPipe.End end = server;
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(end.inputStream(), StandardCharsets.UTF_8));
                    PrintWriter answers = new PrintWriter(end.outputStream(), true, StandardCharsets.UTF_8)) {
                for (String line; (line = lines.readLine()) != null; ) {
                    answers.println(line.toUpperCase(Locale.ROOT));
                }
                answers.println("bye");
            }
            return null;
        });
        PrintWriter questions = new PrintWriter(client.outputStream(), true, StandardCharsets.UTF_8);
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(client.inputStream(), StandardCharsets.UTF_8));
        for (String line : new String[] {"one", "two", "a line that is longer than the pipe has room for".repeat(3)}) {
            questions.println(line);
            assertEquals(line.toUpperCase(Locale.ROOT), answers.readLine());
        }
        questions.close(); // and the answers go on
        assertEquals("bye", answers.readLine());
        assertEquals(-1, answers.read());
        serving.get();
    }

    @Test
    void channelsAndBlockingHalvesAreThoseOfTheSameEnd() throws IOException {
        client.writableChannel().write(ByteBuffer.wrap(TestBytes.of(0, 3)));
        client.writer().write(TestBytes.of(3, 2));
        byte[] got = new byte[4];
        server.reader().readFully(got);
        ByteBuffer last = ByteBuffer.allocate(9);
        assertEquals(1, server.readableChannel().read(last));
        assertArrayEquals(TestBytes.of(0, 4), got);
        assertEquals(TestBytes.at(4), last.get(0));
        assertEquals(0, client.inputStream().available());
        assertNotSame(client.reader().reader(), server.reader().reader());
    }

    @Test
    void closingAnEndIsTheEndOfTheStreamAndAbandonsTheOtherDirection() throws IOException {
        client.outputStream().write(7);
        client.close();
        assertEquals(7, server.inputStream().read());
        assertEquals(-1, server.inputStream().read());
        assertThrows(RingAbandonedException.class, () -> server.outputStream().write(1));
        client.close();
    }

    @Test
    void aCauseReachesBothEnds() {
        Task<Integer> own = Task.waiting(true, client.inputStream()::read);
        Task<Integer> other = Task.waiting(true, server.inputStream()::read);
        Exception cause = new Exception("cause");
        client.close(cause);
        assertSame(cause, own.failure(AsynchronousCloseException.class).getCause());
        assertSame(cause, other.failure(IOException.class).getCause());
        RingAbandonedException abandoned = assertThrows(
                RingAbandonedException.class, () -> server.outputStream().write(1));
        assertSame(cause, abandoned.getCause());
    }

    @Test
    void closingAllWakesAllAlsoWhenAWaiterThrows() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        assertTrue(client.reader().reader().arm(throwing(first), 1));
        assertTrue(server.reader().reader().arm(throwing(second), 1));
        RuntimeException thrown = assertThrows(IllegalStateException.class, pipe::close);
        assertEquals(1, thrown.getSuppressed().length);
        for (DuplexPipe.End end : new DuplexPipe.End[] {client, server}) {
            assertTrue(end.reader().reader().isClosed());
            assertTrue(end.writer().writer().isClosed());
        }
    }

    private static Waiter throwing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void pipesOfYourOwnMustBeTwo() throws IOException {
        BytePipe there = BytePipe.ofCapacity(100);
        BytePipe back = BytePipe.ofCapacity(200);
        assertThrows(IllegalArgumentException.class, () -> DuplexPipe.of(there, there));
        try (DuplexPipe own = DuplexPipe.of(there, back)) {
            own.first().outputStream().write(1);
            own.second().outputStream().write(2);
            assertEquals(1, there.inputStream().read());
            assertEquals(2, back.inputStream().read());
            assertFalse(own.toString().contains("closed"), own::toString);
        }
    }
}
