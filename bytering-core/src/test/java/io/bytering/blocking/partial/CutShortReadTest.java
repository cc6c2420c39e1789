package io.bytering.blocking.partial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.Rig;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.AsynchronousCloseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever cuts a call of an input stream short, each byte is accounted for: the caller has seen it, the stream keeps it, or it is
 * left in the ring. Every method of {@link InputStream} that takes bytes is here.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CutShortReadTest {
    private static final int ASKED = 100;

    /** What the caller of a stream has got so far. */
    private static final class Account extends OutputStream {
        private final RingReader reader;
        long seen;

        Account(RingReader reader) {
            this.reader = reader;
        }

        /** All that was taken, where nothing is told of how much that was. */
        void skippedAll() {
            seen = reader.position();
        }

        void got(byte[] bytes, int offset, int length) {
            TestBytes.check(seen, bytes, offset, length);
            seen += length;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            got(bytes, offset, length);
        }
    }

    /** Takes bytes, and enters in the account what the stream says they are, also by its exception. */
    private interface Call {
        void on(InputStream in, Account account) throws IOException;
    }

    private static final Map<String, Call> CALLS = new TreeMap<>(Map.of(
            "read()",
            (in, account) -> {
                int value = in.read();
                if (value >= 0) {
                    account.write(value);
                }
            },
            "read(byte[])",
            (in, account) -> {
                byte[] dst = new byte[ASKED];
                account.got(dst, 0, Math.max(0, in.read(dst)));
            },
            "read(byte[],int,int)",
            (in, account) -> {
                byte[] dst = new byte[ASKED];
                account.got(dst, 3, Math.max(0, in.read(dst, 3, ASKED - 3)));
            },
            "readNBytes(byte[],int,int)",
            (in, account) -> {
                byte[] dst = new byte[ASKED];
                try {
                    account.got(dst, 3, in.readNBytes(dst, 3, ASKED - 3));
                } catch (InterruptedIOException e) {
                    account.got(dst, 3, e.bytesTransferred);
                    throw e;
                }
            },
            "readNBytes(int)",
            (in, account) -> {
                try {
                    account.write(in.readNBytes(ASKED));
                } catch (InterruptedIOException e) {
                    assertEquals(0, e.bytesTransferred);
                    throw e;
                }
            },
            "readAllBytes()",
            (in, account) -> {
                try {
                    account.write(in.readAllBytes());
                } catch (InterruptedIOException e) {
                    assertEquals(0, e.bytesTransferred);
                    throw e;
                }
            },
            "skip(long)",
            (in, account) -> {
                try {
                    account.seen += in.skip(ASKED);
                } catch (InterruptedIOException e) {
                    account.seen += e.bytesTransferred;
                    throw e;
                }
            },
            "skipNBytes(long)",
            (in, account) -> {
                try {
                    in.skipNBytes(ASKED);
                    account.seen += ASKED;
                } catch (InterruptedIOException e) {
                    account.seen += e.bytesTransferred;
                    throw e;
                } catch (IOException e) {
                    account.skippedAll();
                    throw e;
                }
            },
            "transferTo(OutputStream)",
            (in, account) -> {
                long before = account.seen;
                try {
                    assertEquals(in.transferTo(account), account.seen - before);
                } catch (InterruptedIOException e) {
                    assertEquals(e.bytesTransferred, account.seen - before);
                    throw e;
                }
            }));

    /** Those that take nothing. */
    private static final Set<String> OTHERS =
            Set.of("available()", "close()", "mark(int)", "markSupported()", "reset()");

    private enum Cut {
        TIMEOUT,
        DEADLINE,
        INTERRUPT,
        STOP,
        FAILURE
    }

    /** How the bytes are taken that are left. */
    private enum Rest {
        READ,
        READ_BYTE,
        ALL,
        EXACTLY,
        INTO_ARRAY,
        SKIP,
        TRANSFER
    }

    private final Rig rig = rig();
    private final InputStream in = rig.in;
    private final Account account = new Account(rig.ring.reader());

    Rig rig() {
        return new Rig(WaitStrategy.parking());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<String> calls() {
        return CALLS.keySet().stream();
    }

    static Stream<Arguments> all() {
        return calls().flatMap(call -> Arrays.stream(Cut.values())
                .flatMap(cut -> Arrays.stream(Rest.values())
                        .filter(rest -> cut != Cut.FAILURE || rest.ordinal() <= Rest.READ_BYTE.ordinal())
                        .map(rest -> Arguments.of(call, cut, rest))));
    }

    @Test
    void noMethodIsLeftOut() {
        Set<String> methods = Arrays.stream(InputStream.class.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class
                        && !Modifier.isStatic(method.getModifiers())
                        && !OTHERS.contains(signature(method)))
                .map(CutShortReadTest::signature)
                .collect(Collectors.toSet());
        assertEquals(methods, CALLS.keySet());
    }

    private static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    /** Five bytes, and three more while it waits; then it is cut short. */
    private Throwable cutShort(String call, Cut cut) throws IOException {
        rig.put(5);
        if (cut == Cut.TIMEOUT) {
            rig.reader.timeout(20, TimeUnit.MILLISECONDS);
        } else if (cut == Cut.DEADLINE) {
            rig.reader.deadline(20, TimeUnit.MILLISECONDS);
        }
        Task<Void> task = Task.start(() -> {
            while (true) { // a call that is content with less goes on to the next
                CALLS.get(call).on(in, account);
            }
        });
        if (cut == Cut.TIMEOUT || cut == Cut.DEADLINE) {
            task.failure(RingTimeoutException.class);
            rig.put(3);
        } else {
            awaitRead(5);
            rig.put(3);
            awaitRead(8);
            task.awaitWaiting();
        }
        switch (cut) {
            case INTERRUPT:
                task.interrupt();
                return task.failure(InterruptedIOException.class);
            case STOP:
                rig.reader.stopWaiting();
                return task.failure(InterruptedIOException.class);
            case FAILURE:
                rig.writer.close(new Exception("disk on fire"));
                return task.failure(IOException.class);
            default:
                return task.failure();
        }
    }

    private void awaitRead(int count) {
        while (rig.ring.statistics().bytesRead() < count) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyByteIsSeenKeptOrLeft(String call, Cut cut, Rest rest) throws IOException {
        cutShort(call, cut);
        assertEquals(8, account.seen + in.available(), "seen, kept and left");
        rig.reader.timeout(240, TimeUnit.SECONDS).deadline(240, TimeUnit.SECONDS);
        if (cut == Cut.FAILURE) {
            for (int again = 0; again < 2; again++) {
                IOException failure = assertThrows(IOException.class, () -> take(rest));
                assertEquals("disk on fire", failure.getCause().getMessage());
                assertEquals(8, account.seen);
            }
            return;
        }
        int more = rig.ring.writer().writableBytes();
        rig.put(more);
        rig.writer.close();
        take(rest);
        assertEquals(8 + more, account.seen);
        assertEquals(-1, in.read());
    }

    private void take(Rest rest) throws IOException {
        byte[] dst = new byte[3];
        switch (rest) {
            case READ:
                for (int count; (count = in.read(dst)) >= 0; ) {
                    account.got(dst, 0, count);
                }
                break;
            case READ_BYTE:
                for (int value; (value = in.read()) >= 0; ) {
                    account.write(value);
                }
                break;
            case ALL:
                account.write(in.readAllBytes());
                break;
            case EXACTLY:
                for (byte[] some; (some = in.readNBytes(3)).length > 0; ) {
                    account.write(some);
                }
                break;
            case INTO_ARRAY:
                for (int count; (count = in.readNBytes(dst, 0, 3)) > 0; ) {
                    account.got(dst, 0, count);
                }
                break;
            case SKIP:
                account.seen += in.skip(2);
                account.seen += in.skip(Long.MAX_VALUE);
                break;
            default:
                in.transferTo(account);
                break;
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aCloseFromElsewhereIsToldWithItsCause(String call) throws IOException {
        Exception cause = new Exception("had enough");
        rig.put(5);
        Task<Void> task = Task.start(() -> {
            while (true) {
                CALLS.get(call).on(in, account);
            }
        });
        awaitRead(5);
        task.awaitWaiting();
        rig.reader.close(cause);
        Throwable thrown = task.failure();
        assertTrue(thrown instanceof java.nio.channels.ClosedChannelException, thrown::toString);
        assertSame(cause, thrown.getCause());
        assertTrue(call.startsWith("skip(") || thrown instanceof AsynchronousCloseException, thrown::toString);
        assertTrue(account.seen <= 5);
    }

    /** A target that takes so many bytes of a write, and then throws. */
    private OutputStream failing(int taken, Throwable failure) {
        return new OutputStream() {
            @Override
            public void write(int value) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                account.got(bytes, offset, Math.min(taken, length));
                if (failure instanceof IOException) {
                    throw (IOException) failure;
                }
                throw (RuntimeException) failure;
            }
        };
    }

    static Stream<Arguments> failures() {
        InterruptedIOException partly = new InterruptedIOException("no more");
        partly.bytesTransferred = 3;
        InterruptedIOException liar = new InterruptedIOException("all of it and more");
        liar.bytesTransferred = 1000;
        return Stream.of(
                Arguments.of(0, new IOException("disk full")),
                Arguments.of(0, new IllegalStateException("no disk")),
                Arguments.of(0, new InterruptedIOException("not now")),
                Arguments.of(3, partly),
                Arguments.of(5, liar));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatTheTargetDoesNotTakeIsKept(int taken, Throwable failure) throws IOException {
        rig.put(5);
        assertSame(failure, assertThrows(Throwable.class, () -> in.transferTo(failing(taken, failure))));
        if (failure instanceof InterruptedIOException) {
            assertEquals(taken, ((InterruptedIOException) failure).bytesTransferred);
        }
        assertEquals(5 - taken, in.available());
        rig.put(3);
        rig.writer.close();
        in.transferTo(account);
        assertEquals(8, account.seen);
    }

    @Test
    void fromRingToRingNothingIsLostWhenTheOtherIsFull() throws IOException {
        ByteRing other = ByteRing.ofCapacity(5);
        BlockingWriter target = BlockingWriter.of(other.writer()).timeout(1, TimeUnit.MILLISECONDS);
        rig.put(8);
        rig.writer.close();
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        byte[] five = new byte[5];
        for (int[] round : new int[][] {{5, 3}, {3, 0}}) {
            if (round[1] == 0) {
                assertEquals(round[0], in.transferTo(target.outputStream()));
            } else {
                RingTimeoutException late =
                        assertThrows(RingTimeoutException.class, () -> in.transferTo(target.outputStream()));
                assertEquals(round[0], late.bytesTransferred);
            }
            assertEquals(round[1], in.available());
            arrived.write(five, 0, other.reader().read(five));
        }
        assertArrayEquals(TestBytes.of(0, 8), arrived.toByteArray());
    }

    @Test
    void theTargetMustNotUseTheStreamButMayCloseIt() throws IOException {
        rig.put(5);
        OutputStream reading = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                in.read();
            }
        };
        assertThrows(IllegalStateException.class, () -> in.transferTo(reading));
        assertEquals(5, in.available());
        OutputStream closing = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                in.close();
            }
        };
        assertThrows(AsynchronousCloseException.class, () -> in.transferTo(closing));
    }

    @Test
    void whatIsKeptComesBeforeWhatIsInTheRing() throws IOException {
        rig.reader.timeout(0, TimeUnit.SECONDS);
        rig.put(3);
        assertThrows(RingTimeoutException.class, () -> in.readNBytes(9));
        rig.put(2);
        assertThrows(RingTimeoutException.class, () -> in.readNBytes(9));
        rig.put(4);
        assertEquals(9, in.available());
        assertArrayEquals(TestBytes.of(0, 4), in.readNBytes(4));
        assertArrayEquals(TestBytes.of(4, 5), in.readNBytes(5));
        assertEquals(0, in.available());
        rig.put(1);
        assertThrows(RingTimeoutException.class, in::readAllBytes);
        rig.writer.close();
        assertArrayEquals(TestBytes.of(9, 1), in.readAllBytes());
        assertThrows(EOFException.class, () -> in.skipNBytes(1));
    }
}
