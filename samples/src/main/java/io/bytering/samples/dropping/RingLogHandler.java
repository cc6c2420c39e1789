package io.bytering.samples.dropping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.WaitStrategy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Logs to something slow, and never makes those wait who log: when the ring is full, whole lines are dropped, and the next
 * line that finds room says before itself how many. A thread of its own writes what is in the ring, many lines at once.
 */
public final class RingLogHandler extends Handler {
    private final RingWriter writer;
    private final Thread writing;
    private long dropped; // since the last line that found room; guarded by the writer
    private long droppedInAll; // guarded by the writer

    /**
     * A handler for a {@link java.util.logging.Logger}.
     *
     * @param sink the log, a file or a socket; closed at the end
     * @param capacity for lines that wait, in bytes
     */
    public RingLogHandler(GatheringByteChannel sink, int capacity) {
        ByteRing ring = ByteRing.ofCapacity(capacity);
        writer = ring.writer();
        writing = new Thread(() -> writeAll(BlockingReader.of(ring.reader(), WaitStrategy.parking()), sink), "log");
        writing.setDaemon(true);
        writing.start();
        setFormatter(new SimpleFormatter());
    }

    @Override
    public void publish(LogRecord line) {
        if (!isLoggable(line)) {
            return;
        }
        byte[] text = getFormatter().format(line).getBytes(UTF_8);
        synchronized (writer) { // many threads log, and one at a time writes: held for a copy, never for the sink
            if (!put(text)) {
                dropped++;
                droppedInAll++;
            }
        }
    }

    /** A line, after a word about those that were dropped before it; or nothing at all. */
    private boolean put(byte[] text) {
        byte[] before = aboutDrops();
        try {
            if (writer.isClosed() || writer.writableBytes() < before.length + text.length) {
                return false;
            }
            writer.write(before);
            writer.write(text);
            dropped = 0;
            return true;
        } catch (RingAbandonedException e) {
            return false; // the sink has failed, which was reported
        }
    }

    /** About lines after which none found room any more. */
    private ByteBuffer lastWord() {
        synchronized (writer) {
            return ByteBuffer.wrap(aboutDrops());
        }
    }

    private byte[] aboutDrops() {
        return dropped == 0 ? new byte[0] : ("... " + dropped + " lines dropped\n").getBytes(UTF_8);
    }

    private void writeAll(BlockingReader lines, GatheringByteChannel sink) {
        try (lines;
                sink) {
            while (lines.transferTo(sink) >= 0) {}
            ByteBuffer last = lastWord();
            while (last.hasRemaining()) {
                sink.write(last);
            }
        } catch (IOException e) {
            reportError("the log can't be written to", e, ErrorManager.WRITE_FAILURE);
        }
    }

    /** How many lines were dropped so far. */
    public long droppedLines() {
        synchronized (writer) {
            return droppedInAll;
        }
    }

    /** Does nothing: it would have to wait. */
    @Override
    public void flush() {}

    /** Waits until all lines are written, but not for ever. */
    @Override
    public void close() {
        synchronized (writer) {
            writer.close();
        }
        try {
            writing.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
