package io.bytering.samples.hello;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.Overflow;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Several readers of one stream, and a reader that may be too slow. */
public final class HelloBroadcast {
    private HelloBroadcast() {}

    /** The halves. */
    public static int halves() throws IOException {
        BroadcastRing ring = BroadcastRing.ofCapacity(1 << 20);
        RingReader toDisk = ring.subscribe();
        RingReader toScreen = ring.subscribeLossy(); // does not hold up the others
        RingWriter writer = ring.writer();
        return writer.write(new byte[5], 0, 5) + toDisk.readableBytes() + toScreen.readableBytes();
    }

    /** One log, read by two threads for different things: how many lines, how many errors. */
    public static String count(Iterable<String> log) throws IOException, InterruptedException, ExecutionException {
        BroadcastRing ring = BroadcastRing.ofCapacity(64 * 1024);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<Long> lines = count(threads, ring.subscribe(), line -> true);
        Future<Long> errors = count(threads, ring.subscribe(), line -> line.startsWith("ERROR"));
        try {
            BlockingWriter.of(ring.writer()).writeStream(out -> {
                for (String line : log) {
                    out.write((line + "\n").getBytes(UTF_8));
                }
            });
        } finally {
            threads.shutdown();
        }
        return lines.get() + " lines, " + errors.get() + " errors";
    }

    private static Future<Long> count(ExecutorService threads, RingReader reader, Predicate<String> which) {
        return threads.submit(() -> {
            try (BufferedReader in = new BufferedReader(
                    new InputStreamReader(BlockingReader.of(reader).inputStream(), UTF_8))) {
                return in.lines().filter(which).count();
            }
        });
    }

    /** A recorder that never waits: who plays too late hears the newest sound, and knows what it has missed. */
    public static String record(byte[] sound, int callbacks) throws IOException {
        ByteRing ring = ByteRing.builder()
                .capacity(4096)
                .overflow(Overflow.OVERWRITE_OLDEST)
                .build();
        for (int i = 0; i < callbacks; i++) {
            ring.writer().write(sound);
        }
        byte[] speaker = new byte[1024];
        int count = ring.reader().read(speaker);
        return count + " bytes played, " + ring.reader().missedBytes() + " missed";
    }
}
