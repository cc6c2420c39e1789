package io.bytering.blocking.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.BlockingMessageReader;
import io.bytering.blocking.BlockingMessageWriter;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.message.MessageRing;
import io.bytering.testing.Effort;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Writers that wait, each message with its writer's number, a sequence number and a checksum. With mishaps, writers are interrupted,
 * time out, and end in the middle of a claim.
 */
@Tag("overlays")
@Timeout(600)
class BlockingMessagesStormTest {
    private static final int HEADER = Integer.BYTES + Long.BYTES + Integer.BYTES;
    private static final int LONGEST = 200;
    private static final int MESSAGES = Effort.isStress() ? 2_000_000 : 8_000;

    @ParameterizedTest
    @CsvSource({"1, 256, false", "2, 256, true", "4, 1024, true", "8, 4096, false", "8, 256, true"})
    void everyMessageArrivesOnceInItsWritersOrder(int writers, int capacity, boolean mishaps) throws Exception {
        MessageRing ring = MessageRing.ofCapacity(capacity);
        AtomicInteger open = new AtomicInteger(writers);
        AtomicLong sent = new AtomicLong();
        long[] next = new long[writers];
        TwoThreads.Side[] sides = new TwoThreads.Side[writers + 1];
        for (int i = 0; i < writers; i++) {
            int number = i;
            sides[i] = () -> {
                try (Sender sender = new Sender(ring, number, mishaps)) {
                    sent.addAndGet(sender.send(MESSAGES / writers));
                }
                if (open.decrementAndGet() == 0) {
                    ring.close();
                }
            };
        }
        BlockingMessageReader reader = BlockingMessageReader.of(ring.reader());
        sides[writers] = () -> {
            while (reader.drain(message -> check(message, next), 16) >= 0) {
                assertTrue(reader.reader().statistics().level() >= 0);
            }
        };
        TwoThreads.run(sides);
        long received = 0;
        for (long count : next) {
            received += count;
        }
        assertEquals(sent.get(), received);
        assertEquals((long) MESSAGES / writers * writers, received);
        reader.close();
    }

    private static final class Sender implements AutoCloseable {
        private final MessageRing ring;
        private final int number;
        private final boolean mishaps;
        private final SplittableRandom random;
        private final CRC32 crc = new CRC32();
        private BlockingMessageWriter writer;

        Sender(MessageRing ring, int number, boolean mishaps) {
            this.ring = ring;
            this.number = number;
            this.mishaps = mishaps;
            this.random = new SplittableRandom(number);
            this.writer = BlockingMessageWriter.of(ring.newWriter());
        }

        long send(int count) throws IOException {
            for (long sequence = 0; sequence < count; ) {
                byte[] message = message(sequence, HEADER + random.nextInt(LONGEST - HEADER + 1));
                int kind = random.nextInt(16);
                try {
                    if (mishaps && kind == 0) {
                        interruptedBeforehand(message);
                    } else if (mishaps && kind == 1) {
                        writer.timeout(random.nextInt(50), TimeUnit.MICROSECONDS)
                                .write(message);
                    } else if (mishaps && kind == 2) {
                        writer.claim(message.length);
                        writer.close(); // in the middle of the claim
                        writer = BlockingMessageWriter.of(ring.newWriter());
                        continue;
                    } else if (kind < 8) {
                        writer.claim(LONGEST).put(message);
                        writer.commit(message.length);
                    } else {
                        writer.write(message);
                    }
                    sequence++;
                } catch (RingTimeoutException nothingWasSent) {
                    assertEquals(0, nothingWasSent.bytesTransferred);
                } finally {
                    writer.timeout(Long.MAX_VALUE, TimeUnit.DAYS);
                }
            }
            return count;
        }

        /** Sent without a wait, or else once more without the interrupt. */
        private void interruptedBeforehand(byte[] message) throws IOException {
            boolean sent = false;
            Thread.currentThread().interrupt();
            try {
                writer.write(message);
                sent = true;
            } catch (InterruptedIOException e) {
                assertEquals(0, e.bytesTransferred);
            } finally {
                assertTrue(Thread.interrupted());
            }
            if (!sent) {
                writer.write(message);
            }
        }

        private byte[] message(long sequence, int length) {
            byte[] message = new byte[length];
            ByteBuffer buffer = ByteBuffer.wrap(message).putInt(number).putLong(sequence);
            for (int i = HEADER; i < length; i++) {
                message[i] = (byte) random.nextInt();
            }
            buffer.putInt(checksum(crc, ByteBuffer.wrap(message)));
            return message;
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    /** Of all but the checksum itself. */
    private static int checksum(CRC32 crc, ByteBuffer message) {
        crc.reset();
        ByteBuffer part = message.duplicate();
        int start = part.position();
        part.limit(start + HEADER - Integer.BYTES);
        crc.update(part);
        part.limit(message.limit()).position(start + HEADER);
        crc.update(part);
        return (int) crc.getValue();
    }

    private static final ThreadLocal<CRC32> OF_READER = ThreadLocal.withInitial(CRC32::new);

    private static void check(ByteBuffer message, long[] next) {
        int checksum = checksum(OF_READER.get(), message);
        int number = message.getInt();
        assertEquals(next[number], message.getLong(), "of writer " + number);
        assertEquals(checksum, message.getInt(), "checksum");
        next[number]++;
    }
}
