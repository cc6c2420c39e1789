package io.bytering.samples.hello;

import io.bytering.message.MessageReader;
import io.bytering.message.MessageRing;
import io.bytering.message.MessageWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Many threads send, one receives: whole messages, and no array for each. */
public final class HelloManyWriters {
    private long sum;

    private HelloManyWriters() {}

    /** Each thread sends the numbers below {@code count}. Returns the sum of what arrived. */
    public static long sum(int threads, int count) throws Exception {
        HelloManyWriters hello = new HelloManyWriters();
        MessageRing ring = MessageRing.ofCapacity(64 * 1024);
        List<Thread> sending = new ArrayList<>();
        for (int id = 0; id < threads; id++) {
            sending.add(sender(ring, id, count));
        }
        Thread receiving = new Thread(() -> hello.receive(ring.reader()));
        receiving.start();
        for (Thread thread : sending) {
            thread.join();
        }
        ring.close(); // the end, after all that was sent
        receiving.join();
        return hello.sum;
    }

    private static Thread sender(MessageRing ring, int id, int count) {
        Thread thread = new Thread(() -> {
            MessageWriter writer = ring.newWriter();
            try {
                for (int value = 0; value < count; value++) {
                    while (!send(writer, id, value)) {
                        Thread.yield(); // no room just now
                    }
                }
            } catch (IOException e) { // the reader is gone
                System.err.println(id + " stopped: " + e.getMessage());
            }
        });
        thread.start();
        return thread;
    }

    private static boolean send(MessageWriter writer, int id, long value) throws IOException {
        ByteBuffer slot = writer.claim(12);
        if (slot != null) {
            try {
                slot.putInt(id).putLong(value);
                writer.commit(12);
            } catch (Throwable e) {
                writer.abort();
                throw e;
            }
        }
        return slot != null;
    }

    private void receive(MessageReader reader) {
        while (reader.drain(message -> handle(message), 256) >= 0) {
            Thread.yield(); // nothing more just now: do something else, or wait
        }
    }

    private void handle(ByteBuffer message) {
        message.getInt(); // who sent it
        sum += message.getLong();
    }

    /** The least: one message there and back. */
    public static byte[] echo(byte[] message) throws IOException {
        MessageRing ring = MessageRing.ofCapacity(64 * 1024);
        MessageWriter writer = ring.newWriter(); // one for each thread that sends
        MessageReader reader = ring.reader(); // for one thread

        if (!writer.tryWrite(message)) {
            return new byte[0]; // no room just now
        }
        return reader.tryRead();
    }
}
