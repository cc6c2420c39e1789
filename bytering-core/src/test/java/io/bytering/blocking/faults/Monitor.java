package io.bytering.blocking.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingReader;
import io.bytering.RingStatistics;
import io.bytering.RingWriter;
import io.bytering.blocking.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A thread that asks both halves all there is to ask, all the time. Each answer is a possible one, and what only grows never
 * shrinks; that the questions change nothing shows in the bytes.
 */
public final class Monitor implements AutoCloseable {
    /** Questions about one thing, with what was answered before. */
    private interface Watch {
        void ask() throws IOException;
    }

    private final Supplier<List<? extends RingReader>> readers;
    private final List<Watch> watches = new ArrayList<>();
    private final Task<Long> task;
    private volatile boolean stopped;

    /** Of a ring with one reader, and of a stream over it. */
    public static Monitor of(RingWriter writer, RingReader reader, InputStream stream) {
        return new Monitor(writer, () -> List.of(reader), stream);
    }

    /** Of a ring whose readers come and go. */
    public static Monitor of(RingWriter writer, Supplier<List<? extends RingReader>> readers) {
        return new Monitor(writer, readers, null);
    }

    private Monitor(RingWriter writer, Supplier<List<? extends RingReader>> readers, InputStream stream) {
        this.readers = readers;
        watches.add(new OfWriter(writer));
        watches.add(new OfStatistics(writer.statistics(), stream != null));
        if (stream != null) {
            RingReader reader = readers.get().get(0);
            watches.add(new OfReader(reader));
            watches.add(() -> within("available", available(stream), reader.capacity()));
        } else {
            watches.add(() -> {
                for (RingReader reader : readers.get()) {
                    new OfReader(reader).ask();
                }
            });
        }
        task = Task.start(this::run);
    }

    private long run() throws IOException {
        long rounds = 0;
        while (!stopped) {
            for (Watch watch : watches) {
                watch.ask();
            }
            rounds++;
            Thread.yield();
        }
        return rounds;
    }

    /** Ends it, and throws if any answer was wrong. Returns how often it has asked. */
    public long stop() {
        stopped = true;
        return task.get();
    }

    @Override
    public void close() {
        stop();
    }

    private static int available(InputStream stream) throws IOException {
        try {
            return stream.available();
        } catch (ClosedChannelException e) {
            return 0;
        }
    }

    private static void within(String what, long answer, long most) {
        assertTrue(answer >= 0 && answer <= most, () -> what + ": " + answer + " of " + most);
    }

    private static void onward(String what, long before, long now) {
        assertTrue(now >= before, () -> what + " went back from " + before + " to " + now);
    }

    private static void stays(String what, boolean before, boolean now) {
        assertTrue(now || !before, () -> what + " is no longer so");
    }

    private static final class OfWriter implements Watch {
        private final RingWriter writer;
        private boolean closed;
        private boolean abandoned;

        OfWriter(RingWriter writer) {
            this.writer = writer;
        }

        @Override
        public void ask() {
            int most = writer.maxClaim();
            boolean isClosed = writer.isClosed();
            int room = writer.writableBytes();
            within("writableBytes of " + writer, room, isClosed ? 0 : most);
            writer.canClaim(1);
            writer.canClaim(most);
            boolean isAbandoned = writer.isAbandoned();
            stays("isClosed", closed, isClosed);
            stays("isAbandoned", abandoned, isAbandoned);
            closed = isClosed;
            abandoned = isAbandoned;
            assertTrue(writer.closeCause() == null || writer.isClosed());
            assertTrue(writer.failure() == null || writer.isAbandoned());
            assertTrue(writer.capacity() >= most && writer.toString().contains("RingWriter"));
        }
    }

    private static final class OfReader implements Watch {
        private final RingReader reader;
        private boolean ended;
        private boolean closed;
        private long missed;

        OfReader(RingReader reader) {
            this.reader = reader;
        }

        @Override
        public void ask() {
            boolean isClosed = reader.isClosed();
            within("readableBytes of " + reader, reader.readableBytes(), isClosed ? 0 : reader.capacity());
            boolean isEnded = reader.isEnded();
            boolean isExhausted = reader.isExhausted();
            assertTrue(reader.isEnded() || !isExhausted, "exhausted, and not ended");
            stays("isEnded", ended, isEnded);
            stays("isClosed", closed, isClosed);
            closed = isClosed;
            ended = isEnded;
            long isMissed = reader.missedBytes();
            onward("missedBytes", missed, isMissed);
            missed = isMissed;
            assertTrue(isMissed == 0 || reader.isLossy());
            assertTrue(reader.closeCause() == null || reader.isClosed());
            assertTrue(reader.failure() == null || reader.isEnded());
            assertTrue(reader.overruns() >= 0 && reader.underruns() >= 0);
            assertTrue(reader.toString().contains("RingReader"));
        }
    }

    private static final class OfStatistics implements Watch {
        private final RingStatistics statistics;
        private final boolean oneReader;
        private long read;
        private long written;
        private long sleeps;

        OfStatistics(RingStatistics statistics, boolean oneReader) {
            this.statistics = statistics;
            this.oneReader = oneReader;
        }

        @Override
        public void ask() {
            long isRead = statistics.bytesRead();
            long isWritten = statistics.bytesWritten(); // after the other
            onward("bytesWritten", written, isWritten);
            if (oneReader) { // of many one that is closed under its call may move on, uncounted
                onward("bytesRead", read, isRead);
            }
            assertTrue(!oneReader || isRead <= isWritten, () -> isRead + " bytes read of " + isWritten);
            read = isRead;
            written = isWritten;
            within("level", statistics.level(), statistics.capacity());
            within("highWaterMark", statistics.highWaterMark(), statistics.capacity());
            long isSleeps = statistics.writerSleeps() + statistics.readerSleeps();
            onward("sleeps", sleeps, isSleeps);
            sleeps = isSleeps;
            assertTrue(statistics.toString().contains(statistics.name()));
        }
    }
}
