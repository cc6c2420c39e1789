package io.bytering.samples.hello;

import io.bytering.blocking.BlockingMessageReader;
import io.bytering.blocking.BlockingMessageWriter;
import io.bytering.message.MessageRing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A queue of messages between threads that wait, bounded in bytes. */
public final class HelloMessageQueue {
    private final List<byte[]> handled = new ArrayList<>();

    private HelloMessageQueue() {}

    /** A thread for each list sends its messages. Returns what arrived, in the order in which it did. */
    public static List<byte[]> sendAll(List<List<byte[]>> lists) throws Exception {
        HelloMessageQueue hello = new HelloMessageQueue();
        MessageRing ring = MessageRing.ofCapacity(1024);
        Thread receiving = new Thread(() -> hello.receive(ring));
        receiving.start();
        List<Thread> sending = new ArrayList<>();
        for (List<byte[]> messages : lists) {
            Thread thread = new Thread(() -> send(ring, messages));
            thread.start();
            sending.add(thread);
        }
        for (Thread thread : sending) {
            thread.join();
        }
        ring.close(); // the end, after all that was sent
        receiving.join();
        return hello.handled;
    }

    private static void send(MessageRing ring, List<byte[]> messages) {
        try (BlockingMessageWriter writer = BlockingMessageWriter.of(ring.newWriter())) {
            writer.timeout(Duration.ofMinutes(1)); // instead of waiting forever for a reader that hangs
            for (byte[] message : messages) {
                writer.write(message); // waits for room
            }
        } catch (IOException e) { // it took too long, or the reader is gone
            System.err.println("stopped: " + e);
        }
    }

    private void receive(MessageRing ring) {
        try (BlockingMessageReader reader = BlockingMessageReader.of(ring.reader())) {
            for (byte[] message; (message = reader.read()) != null; ) {
                handle(message);
            }
        } catch (IOException e) { // the ring was closed with a cause
            System.err.println("stopped: " + e);
        }
    }

    private void handle(byte[] message) {
        handled.add(message);
    }

    /** The least: one message there and back. */
    public static byte[] echo(byte[] message) throws IOException {
        MessageRing ring = MessageRing.ofCapacity(64 * 1024);
        BlockingMessageWriter writer = BlockingMessageWriter.of(ring.newWriter()); // one for each thread that sends
        BlockingMessageReader reader = BlockingMessageReader.of(ring.reader()); // for one thread
        writer.write(message);
        return reader.read();
    }
}
