package io.bytering.samples.sockets;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * From one socket into another, by two threads: while one side is slow, the other reads ahead. Each step is one {@code
 * readv} into all of the free space, or one {@code writev} of all that waits; no byte is copied within the JVM.
 */
public final class SocketPump {
    private SocketPump() {}

    /**
     * Returns when all of it is passed on, and then ends the sink's stream. The other direction is another call.
     *
     * @param capacity how far to read ahead, in bytes
     * @return how many bytes it was
     * @throws IOException whatever went wrong on either side; the reader's failure is its cause
     */
    public static long pump(SocketChannel source, SocketChannel sink, int capacity) throws IOException {
        ByteRing ring = ByteRing.ofCapacity(capacity);
        Thread reading = new Thread(() -> readAll(source, ring.writer()), "reads ahead");
        reading.setDaemon(true);
        reading.start();

        try (BlockingReader reader = BlockingReader.of(ring.reader())) {
            while (reader.transferTo(sink) >= 0) {}
            sink.shutdownOutput();
            return reader.reader().position();
        }
    }

    private static void readAll(SocketChannel source, RingWriter ring) {
        try {
            BlockingWriter writer = BlockingWriter.of(ring);
            while (writer.transferFrom(source) >= 0) {}
            ring.close();
        } catch (RingAbandonedException e) {
            ring.close(); // the sink has failed, and pump tells why
        } catch (IOException | RuntimeException e) {
            ring.close(e);
        }
    }
}
