package consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A program of Java 11 that knows nothing of bytering but what is published. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        expect("through streams", streams("through streams".repeat(1000)), "through streams".repeat(1000));
        expect("in place", inPlace(4711), 4711);
    }

    private static String streams(String text) throws Exception {
        ByteRing ring = ByteRing.ofCapacity(100);
        Thread writing = new Thread(() -> {
            try (OutputStream out = BlockingWriter.of(ring.writer()).outputStream()) {
                out.write(text.getBytes(UTF_8));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writing.start();
        try (InputStream in = BlockingReader.of(ring.reader()).inputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        } finally {
            writing.join();
        }
    }

    private static int inPlace(int value) throws IOException {
        ByteRing ring = ByteRing.builder().capacity(4096).storage(Storage.preferMirrored()).build();
        try (RingWriter writer = ring.writer();
                RingReader reader = ring.reader()) {
            ByteBuffer slot = writer.claim(4);
            slot.putInt(value);
            writer.commit(4);
            int seen = reader.peek().getInt();
            reader.consume(4);
            return seen;
        }
    }

    private static void expect(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new AssertionError(what + ": " + actual);
        }
        System.out.println(what + ": well");
    }
}
