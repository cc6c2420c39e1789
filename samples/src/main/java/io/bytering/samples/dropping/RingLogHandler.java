package io.bytering.samples.dropping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.blocking.BlockingMessageReader;
import io.bytering.blocking.WaitStrategy;
import io.bytering.message.MessageRing;
import io.bytering.message.MessageWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Logs to something slow, and never makes those wait who log, neither for the sink nor for each other: each thread has a writer of its
 * own. When the ring is full, whole lines are dropped, and the next line that finds room says before itself how many. A
 * thread of its own writes what is in the ring.
 */
public final class RingLogHandler extends Handler {
    private final MessageRing ring;
    private final ThreadLocal<MessageWriter> writers;
    private final Thread writing;
    private final AtomicLong dropped = new AtomicLong(); // since the last line that found room
    private final LongAdder droppedInAll = new LongAdder();

    /**
     * A handler for a {@link java.util.logging.Logger}.
     *
     * @param sink the log, a file or a socket; closed at the end
     * @param capacity for lines that wait, in bytes
     */
    public RingLogHandler(WritableByteChannel sink, int capacity) {
        ring = MessageRing.ofCapacity(capacity);
        writers = ThreadLocal.withInitial(ring::newWriter);
        BlockingMessageReader lines = BlockingMessageReader.of(ring.reader(), WaitStrategy.parking());
        writing = new Thread(() -> writeAll(lines, sink), "log");
        writing.setDaemon(true);
        writing.start();
        setFormatter(new SimpleFormatter());
    }

    @Override
    public void publish(LogRecord line) {
        if (!isLoggable(line)) {
            return;
        }
        long before = dropped.getAndSet(0); // to be told by this line, or else again by a later one
        if (!put(aboutDrops(before) + getFormatter().format(line))) {
            dropped.addAndGet(before + 1);
            droppedInAll.increment();
        }
    }

    private boolean put(String text) {
        byte[] message = text.getBytes(UTF_8);
        MessageWriter writer = writers.get();
        try {
            return message.length <= writer.maxMessageLength() && writer.tryWrite(message);
        } catch (RingAbandonedException | RingClosedException e) {
            return false; // the sink has failed, which was reported, or the handler is closed
        }
    }

    private static String aboutDrops(long lines) {
        return lines == 0 ? "" : "... " + lines + " lines dropped\n";
    }

    private void writeAll(BlockingMessageReader lines, WritableByteChannel sink) {
        try (lines;
                sink) {
            for (ByteBuffer line; (line = lines.peek()) != null; ) {
                writeFully(sink, line);
                lines.consume();
            }
            // about lines after which none found room any more
            writeFully(sink, ByteBuffer.wrap(aboutDrops(dropped.getAndSet(0)).getBytes(UTF_8)));
        } catch (IOException e) {
            reportError("the log can't be written to", e, ErrorManager.WRITE_FAILURE);
        }
    }

    private static void writeFully(WritableByteChannel sink, ByteBuffer text) throws IOException {
        while (text.hasRemaining()) {
            sink.write(text);
        }
    }

    /** How many lines were dropped so far. */
    public long droppedLines() {
        return droppedInAll.sum();
    }

    /** Does nothing: it would have to wait. */
    @Override
    public void flush() {}

    /** Waits until all lines are written, but not for ever. */
    @Override
    public void close() {
        ring.close();
        try {
            writing.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
