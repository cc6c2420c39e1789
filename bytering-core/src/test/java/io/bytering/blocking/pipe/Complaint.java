package io.bytering.blocking.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bytering.blocking.Task;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** What people report of piped streams: code that ought to work, and what becomes of it there. */
enum Complaint {
    ANOTHER_THREAD_WRITES_ON("Write end dead") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            AnyPipe pipe = pipes.get();
            inAThread(() -> write(pipe, 1));
            assertEquals(1, pipe.in().read());
            Task<Integer> reading = Task.start(pipe.in()::read);
            if (reading.endsWithin(pipe.millisToGoOn())) {
                throw asException(reading.failure());
            }
            inAThread(() -> write(pipe, 2));
            assertEquals(2, result(reading));
        }
    },

    ANOTHER_THREAD_READS_ON("Read end dead") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            AnyPipe pipe = pipes.get();
            Task<Integer> first = Task.waiting(true, pipe.in()::read);
            write(pipe, 1);
            assertEquals(1, result(first));
            first.thread().join();
            write(pipe, 2);
            int second = inAThread(pipe.in()::read);
            assertEquals(2, second);
        }
    },

    THE_WRITERS_THREAD_ENDS_WHILE_THE_READER_WAITS("Pipe broken") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            AnyPipe pipe = pipes.get();
            CountDownLatch end = new CountDownLatch(1);
            Task<Void> first = Task.start(() -> {
                write(pipe, 1);
                end.await();
                return null;
            });
            assertEquals(1, pipe.in().read());
            Task<Integer> reading = Task.waiting(true, pipe.in()::read);
            end.countDown();
            result(first);
            first.thread().join();
            if (reading.endsWithin(pipe.millisToGoOn())) {
                throw asException(reading.failure());
            }
            inAThread(() -> write(pipe, 2));
            assertEquals(2, result(reading));
        }
    },

    A_WRITE_THAT_IS_NOT_FLUSHED_WAKES_THE_READER("it looked by itself") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            for (int i = 0; i < ROUNDS; i++) {
                AnyPipe pipe = pipes.get();
                Task<Integer> reading = Task.waiting(true, pipe.in()::read);
                long start = System.nanoTime();
                write(pipe, 1);
                assertEquals(1, result(reading));
                pipe.requireWoken(System.nanoTime() - start);
            }
        }
    },

    A_READ_WAKES_THE_WRITER("it looked by itself") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            for (int i = 0; i < ROUNDS; i++) {
                AnyPipe pipe = pipes.get();
                pipe.out().write(new byte[AnyPipe.CAPACITY]);
                Task<Void> writing = Task.waiting(true, () -> write(pipe, 1));
                long start = System.nanoTime();
                assertEquals(0, pipe.in().read());
                result(writing);
                pipe.requireWoken(System.nanoTime() - start);
            }
        }
    },

    THE_READERS_CLOSE_FAILS_A_WRITE_THAT_WAITS("it did not fail") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            for (int i = 0; i < ROUNDS; i++) {
                AnyPipe pipe = pipes.get();
                pipe.out().write(new byte[AnyPipe.CAPACITY]);
                Task<Void> writing = Task.waiting(true, () -> write(pipe, 1));
                long start = System.nanoTime();
                pipe.in().close();
                assertInstanceOf(IOException.class, writing.failure());
                pipe.requireWoken(System.nanoTime() - start);
            }
        }
    },

    A_CLOSE_FROM_ELSEWHERE_ENDS_A_READ("it waits on") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            AnyPipe pipe = pipes.get();
            Task<Integer> reading = Task.waiting(true, pipe.in()::read);
            pipe.in().close();
            requireEnd(pipe, reading);
            assertInstanceOf(IOException.class, reading.failure());
        }
    },

    A_FAILURE_IS_NO_END("half of it looks like the whole") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            AnyPipe pipe = pipes.get();
            IOException failure = new IOException("the database is gone");
            Task<Void> writing = Task.start(() -> {
                pipe.write(out -> {
                    try (Writer text = new OutputStreamWriter(out)) {
                        text.write("half");
                        throw failure;
                    }
                });
                return null;
            });
            Task<byte[]> reading = Task.start(pipe.in()::readAllBytes);
            assertSame(failure, writing.failure());
            if (reading.thrown() == null) {
                fail("half of it looks like the whole");
            }
            assertSame(failure, reading.failure(IOException.class).getCause());
        }
    },

    ONE_THREAD_WRITES_MORE_THAN_FITS("it waits on") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            AnyPipe pipe = pipes.get();
            pipe.limitWaits();
            Task<Integer> both = Task.start(() -> {
                try {
                    pipe.out().write(new byte[AnyPipe.CAPACITY + 1]);
                    return -1;
                } catch (InterruptedIOException e) {
                    return pipe.in().readNBytes(e.bytesTransferred).length;
                }
            });
            requireEnd(pipe, both);
            assertEquals(AnyPipe.CAPACITY, result(both));
        }
    },

    A_WRITER_DIES_BEFORE_ITS_FIRST_BYTE("it waits on") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            AnyPipe pipe = pipes.get();
            pipe.limitWaits();
            inAThread(() -> null);
            Task<Integer> reading = Task.start(pipe.in()::read);
            requireEnd(pipe, reading);
            assertInstanceOf(InterruptedIOException.class, reading.failure());
        }
    },

    WRITES_OF_TWO_THREADS_ARE_NOT_MIXED("mixed") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            byte[] bytes = of(AnyPipe.CAPACITY + 1, 1);
            for (int i = 0; i < ROUNDS; i++) {
                AnyPipe pipe = pipes.get();
                CountDownLatch end = new CountDownLatch(1); // a piped stream wants the writers to live on
                Task<Void> one = Task.waiting(true, () -> write(pipe, bytes, end));
                assertEquals(1, pipe.in().read());
                Task<Void> two = Task.waiting(true, () -> write(pipe, of(1, 2), end)); // for its turn, or for the end
                byte[] rest = pipe.in().readNBytes(AnyPipe.CAPACITY);
                int last = pipe.in().read();
                end.countDown();
                result(one);
                result(two);
                if (last == 1) {
                    fail("mixed");
                }
                assertArrayEquals(of(AnyPipe.CAPACITY, 1), rest);
                assertEquals(2, last);
            }
        }
    },

    AN_INTERRUPT_STAYS_SET("the interrupt is lost") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            AnyPipe pipe = pipes.get();
            Task<Integer> reading = Task.waiting(true, pipe.in()::read);
            reading.interrupt();
            reading.failure(InterruptedIOException.class);
            assertTrue(reading.interruptedAtEnd(), "the interrupt is lost");
        }
    },

    AN_INTERRUPTED_WRITE_TELLS_HOW_MUCH_IT_HAS_WRITTEN("bytes written") {
        @Override
        void in(Supplier<AnyPipe> pipes) throws Exception {
            AnyPipe pipe = pipes.get();
            Task<Void> writing =
                    Task.waiting(true, () -> write(pipe, of(2 * AnyPipe.CAPACITY, 1), new CountDownLatch(0)));
            writing.interrupt();
            assertEquals(
                    AnyPipe.CAPACITY, writing.failure(InterruptedIOException.class).bytesTransferred, "bytes written");
        }
    };

    private static final int ROUNDS = 11;

    /** How a piped stream fails. */
    final String there;

    Complaint(String there) {
        this.there = there;
    }

    /** Fails if a pipe has this fault. */
    abstract void in(Supplier<AnyPipe> pipes) throws Exception;

    private static Void write(AnyPipe pipe, int value) throws IOException {
        pipe.out().write(value);
        return null;
    }

    private static Void write(AnyPipe pipe, byte[] bytes, CountDownLatch end) throws Exception {
        pipe.out().write(bytes);
        end.await();
        return null;
    }

    private static byte[] of(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** By a thread that has ended when this returns. */
    private static <T> T inAThread(Callable<T> call) throws Exception {
        Task<T> task = Task.start(call);
        T result = result(task);
        task.thread().join();
        return result;
    }

    private static <T> T result(Task<T> task) throws Exception {
        Throwable thrown = task.thrown();
        if (thrown != null) {
            throw asException(thrown);
        }
        return task.get();
    }

    private static Exception asException(Throwable thrown) {
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        return (Exception) thrown;
    }

    private static void requireEnd(AnyPipe pipe, Task<?> task) {
        if (!task.endsWithin(pipe.millisToEnd())) {
            task.interrupt();
            fail("it waits on");
        }
    }
}
