package io.bytering.samples.hello;

import io.bytering.BroadcastRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Whole messages between two threads, and for readers that may be late. */
public final class HelloMessages {
    /** The bytes of a quote: a time and a price. */
    private static final int QUOTE = 16;

    private HelloMessages() {}

    /** Sends the length, then the message, published in one step. */
    public static void send(BlockingWriter out, byte[] message) throws IOException {
        int size = Integer.BYTES + message.length;
        out.claim(size).putInt(message.length).put(message); // waits for room
        out.commit(size);
    }

    /** Receives every message until the end of the stream. */
    public static void receiveAll(BlockingReader in, Consumer<byte[]> handler) throws IOException {
        for (ByteBuffer bytes; (bytes = in.peek(Integer.BYTES)) != null; ) {
            byte[] message = new byte[bytes.getInt()];
            bytes.get(message); // there as well: one commit has published both
            in.consume(Integer.BYTES + message.length);
            handler.accept(message);
        }
    }

    /** A display that may be late. It shows whole quotes only, and counts the quotes that it missed. */
    public static String quotes(int count) throws IOException {
        BroadcastRing ring = BroadcastRing.builder()
                .capacity(64 * QUOTE)
                .itemSize(QUOTE) // a gap starts and ends between two quotes
                .history(32 * QUOTE) // the newest 32 stay intact for late readers
                .build();
        RingReader display = ring.subscribeLossy();
        RingWriter writer = ring.writer();

        ByteBuffer quote = ByteBuffer.allocate(QUOTE);
        for (int i = 0; i < count; i++) {
            quote.clear().putLong(i).putDouble(100 + i);
            writer.tryWriteAll(quote.array());
        }

        int shown = 0;
        while (display.tryReadAll(quote.array())) { // a whole quote, or nothing
            shown++;
        }
        return shown + " shown, " + display.missedBytes() / QUOTE + " missed";
    }
}
