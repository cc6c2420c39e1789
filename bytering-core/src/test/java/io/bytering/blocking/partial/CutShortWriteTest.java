package io.bytering.blocking.partial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.Rig;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.GatheringByteChannel;
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
 * Whatever cuts a write of a stream or a channel short, it tells how many bytes are in the ring, and they are the first of those it
 * was given. Every method of {@link OutputStream} and {@link GatheringByteChannel} that writes is here.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CutShortWriteTest {
    private static final int GIVEN = 5;

    /** What the caller knows to be written, also by an exception. */
    private static final class Account {
        long written;

        byte[] next(int length) {
            return TestBytes.of(written, length);
        }

        ByteBuffer buffer(int skipped, int length) {
            return ByteBuffer.wrap(TestBytes.of(written + skipped, length));
        }
    }

    private interface Call {
        void on(BlockingWriter writer, Account account) throws IOException;
    }

    private interface Write {
        void run() throws IOException;
    }

    private static void counted(Account account, int length, Write write) throws IOException {
        try {
            write.run();
            account.written += length;
        } catch (InterruptedIOException e) {
            account.written += e.bytesTransferred;
            throw e;
        }
    }

    private static void gathered(Account account, Write write, ByteBuffer... buffers) throws IOException {
        long before = account.written;
        try {
            write.run();
        } catch (InterruptedIOException e) {
            assertEquals(e.bytesTransferred, sumOf(buffers));
            throw e;
        } finally {
            account.written = before + sumOf(buffers);
        }
    }

    private static int sumOf(ByteBuffer... buffers) {
        return Arrays.stream(buffers).mapToInt(ByteBuffer::position).sum();
    }

    private static final Map<String, Call> CALLS = new TreeMap<>(Map.of(
            "OutputStream.write(int)",
            (writer, account) -> counted(account, 1, () -> writer.outputStream().write(TestBytes.at(account.written))),
            "OutputStream.write(byte[])",
            (writer, account) ->
                    counted(account, GIVEN, () -> writer.outputStream().write(account.next(GIVEN))),
            "OutputStream.write(byte[],int,int)",
            (writer, account) -> {
                byte[] bytes = new byte[GIVEN + 4];
                System.arraycopy(account.next(GIVEN), 0, bytes, 3, GIVEN);
                counted(account, GIVEN, () -> writer.outputStream().write(bytes, 3, GIVEN));
            },
            "GatheringByteChannel.write(ByteBuffer)",
            (writer, account) -> {
                ByteBuffer src = account.buffer(0, GIVEN);
                gathered(account, () -> writer.channel().write(src), src);
            },
            "GatheringByteChannel.write(ByteBuffer[])",
            (writer, account) -> {
                ByteBuffer[] srcs = {account.buffer(0, 2), ByteBuffer.allocate(0), account.buffer(2, 3)};
                gathered(account, () -> writer.channel().write(srcs), srcs);
            },
            "GatheringByteChannel.write(ByteBuffer[],int,int)",
            (writer, account) -> {
                ByteBuffer[] srcs = {
                    ByteBuffer.allocate(0), account.buffer(0, 4), account.buffer(4, 5), ByteBuffer.allocate(3)
                };
                gathered(account, () -> writer.channel().write(srcs, 1, 2), srcs);
            }));

    private enum Cut {
        TIMEOUT,
        DEADLINE,
        INTERRUPT,
        STOP
    }

    private final Rig rig = new Rig(WaitStrategy.parking());
    private final Account account = new Account();

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<String> calls() {
        return CALLS.keySet().stream();
    }

    static Stream<Arguments> all() {
        return calls().flatMap(call -> Arrays.stream(Cut.values()).map(cut -> Arguments.of(call, cut)));
    }

    @Test
    void noMethodIsLeftOut() {
        Set<String> methods = Stream.of(OutputStream.class, GatheringByteChannel.class)
                .flatMap(type -> Arrays.stream(type.getMethods())
                        .filter(method -> method.getName().equals("write") && !Modifier.isStatic(method.getModifiers()))
                        .map(method -> signature(type, method)))
                .collect(Collectors.toSet());
        assertEquals(methods, CALLS.keySet());
    }

    private static String signature(Class<?> type, Method method) {
        return type.getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    /** Until the ring is full and the next call has to wait. */
    private Task<Void> writing(String call) {
        return Task.start(() -> {
            while (true) {
                CALLS.get(call).on(rig.writer, account);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatWasWrittenIsTold(String call, Cut cut) throws IOException {
        if (cut == Cut.TIMEOUT) {
            rig.writer.timeout(20, TimeUnit.MILLISECONDS);
        } else if (cut == Cut.DEADLINE) {
            rig.writer.deadline(20, TimeUnit.MILLISECONDS);
        }
        Task<Void> task = writing(call);
        if (cut == Cut.INTERRUPT || cut == Cut.STOP) {
            task.awaitWaiting();
            if (cut == Cut.INTERRUPT) {
                task.interrupt();
            } else {
                rig.writer.stopWaiting();
            }
            task.failure(InterruptedIOException.class);
        } else {
            task.failure(RingTimeoutException.class);
        }
        assertEquals(Rig.CAPACITY, account.written);
        assertEquals(account.written, rig.ring.writer().position());
        rig.takeAll();
        rig.put(2);
        rig.takeAll();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aCloseFromElsewhereIsToldWithItsCause(String call) throws IOException {
        Exception cause = new Exception("had enough");
        Task<Void> task = writing(call);
        task.awaitWaiting();
        rig.writer.close(cause);
        Throwable thrown = task.failure(AsynchronousCloseException.class);
        assertSame(cause, thrown.getCause());
        rig.take(Rig.CAPACITY);
        assertTrue(rig.ring.reader().isExhausted());
        assertSame(cause, rig.ring.reader().failure());
    }
}
