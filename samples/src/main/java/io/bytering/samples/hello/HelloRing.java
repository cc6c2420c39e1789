package io.bytering.samples.hello;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.CompletableOutputStream;
import io.bytering.blocking.RingStreams;
import io.bytering.blocking.StreamBody;
import io.bytering.blocking.WaitStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

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
            try {
                byte[] hello = "hello from the other thread".getBytes(UTF_8);
                BlockingWriter.of(ring.writer()).writeStream(out -> out.write(hello));
            } catch (IOException e) { // the reader gets the failure, too
                System.err.println("not all was written: " + e.getMessage());
            }
        });
        writing.start();

        try (InputStream in = BlockingReader.of(ring.reader()).inputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** An archive, read while it is written. If that fails, the reader does not take the half for the whole. */
    public static InputStream archive(Map<String, byte[]> files) {
        return RingStreams.inputStreamOf(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    zip.putNextEntry(new ZipEntry(file.getKey()));
                    zip.write(file.getValue());
                }
            }
        });
    }

    /** Compressed on its way, by a stream that closes itself also when it fails. */
    public static void compress(BlockingWriter writer, StreamBody document) throws IOException {
        writer.writeStream(out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                document.writeTo(gzip); // if this fails, the reader does not take the half for the whole
            }
        });
    }

    /** As it is, in a block that must say when it is done. */
    public static void send(BlockingWriter writer, StreamBody document) throws IOException {
        try (CompletableOutputStream out = writer.completableStream()) {
            document.writeTo(out);
            out.complete();
        }
    }

    /** Channel to channel, each side at its own speed; run each on a thread of its own. */
    public static void pump(ScatteringByteChannel source, RingWriter ring) throws IOException {
        try {
            BlockingWriter writer = BlockingWriter.of(ring, WaitStrategy.parking());
            while (writer.transferFrom(source) >= 0) {} // one readv each, straight into the ring
            ring.close();
        } catch (Throwable e) {
            ring.close(e); // the other side must not take a part for the whole
            throw e;
        }
    }

    public static void pump(RingReader ring, GatheringByteChannel sink) throws IOException {
        try {
            BlockingReader reader = BlockingReader.of(ring, WaitStrategy.parking());
            while (reader.transferTo(sink) >= 0) {} // one writev each, straight out of it
            ring.close();
        } catch (Throwable e) {
            ring.close(e);
            throw e;
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
