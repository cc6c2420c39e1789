package io.bytering.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.WaitStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/** The short programs of the documentation. */
public final class HelloRing {
    private HelloRing() {}

    /** The two halves. */
    public static int halves() throws IOException {
        ByteRing ring = ByteRing.ofCapacity(64 * 1024);
        RingWriter writer = ring.writer(); // for one thread
        RingReader reader = ring.reader(); // for another
        return writer.write(new byte[5], 0, 5) + reader.readableBytes();
    }

    /** Two threads and a pipe between them, in place of PipedInputStream. */
    public static String hello() throws IOException {
        ByteRing ring = ByteRing.ofCapacity(64 * 1024);

        Thread writing = new Thread(() -> {
            try (OutputStream out = BlockingWriter.of(ring.writer()).outputStream()) {
                out.write("hello from the other thread".getBytes(UTF_8));
            } catch (IOException e) {
                System.err.println("nobody listens: " + e.getMessage());
            }
        });
        writing.start();

        try (InputStream in = BlockingReader.of(ring.reader()).inputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** Channel to channel, each side at its own speed; run each on a thread of its own. */
    public static void pump(ScatteringByteChannel source, RingWriter ring) throws IOException {
        try (BlockingWriter writer = BlockingWriter.of(ring, WaitStrategy.parking())) {
            while (writer.transferFrom(source) >= 0) {} // one readv each, straight into the ring
        }
    }

    public static void pump(RingReader ring, GatheringByteChannel sink) throws IOException {
        try (BlockingReader reader = BlockingReader.of(ring, WaitStrategy.parking())) {
            while (reader.transferTo(sink) >= 0) {} // one writev each, straight out of it
        }
    }

    /** A message built in place. */
    public static boolean offer(RingWriter writer, int id, long value) throws IOException {
        ByteBuffer slot = writer.claim(12);
        if (slot == null) {
            return false; // no room just now
        }
        slot.putInt(id).putLong(value);
        writer.commit(12);
        return true;
    }

    /** And taken in place. */
    public static long sumOfMessages(RingReader reader) {
        long sum = 0;
        ByteBuffer bytes = reader.peek();
        while (bytes.remaining() >= 12) {
            bytes.getInt();
            sum += bytes.getLong();
            reader.consume(12);
        }
        return sum;
    }

    public static void main(String[] args) throws IOException {
        System.out.println(hello());
    }
}
