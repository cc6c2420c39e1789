package io.bytering.message;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.testing.TestBytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ring of messages promises on one thread, whatever its memory. A subclass says how such a ring is made. */
@Timeout(300)
abstract class MessageContractTest {
    abstract MessageRing.Builder builder();

    private MessageRing ring(int capacity) {
        return builder().capacity(capacity).exact().build();
    }

    static byte[] message(int seed, int length) {
        return TestBytes.of(seed, length);
    }

    private static byte[] rest(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Every call that writes or reads, against a queue of arrays, on capacities of all sorts. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 15, 16, 17, 63, 64, 65, 100, 1000, 4096})
    void randomMessagesArriveWholeAndInOrder(int capacity) throws Exception {
        Random random = new Random(capacity);
        MessageRing ring = ring(capacity);
        List<MessageWriter> writers = List.of(ring.newWriter(), ring.newWriter());
        Deque<byte[]> queue = new ArrayDeque<>();
        for (int i = 0; i < 4000; i++) {
            byte[] message = message(i, random.nextInt(random.nextBoolean() ? capacity + 1 : capacity / 4 + 1));
            boolean written = write(random, writers.get(random.nextInt(2)), message);
            assertTrue(written || !queue.isEmpty(), "refused on a drained ring: " + message.length);
            if (written) {
                queue.add(message);
            }
            for (int reads = random.nextInt(3); reads > 0; reads--) {
                read(random, ring.reader(), queue);
            }
        }
        while (!queue.isEmpty()) {
            read(random, ring.reader(), queue);
        }
        assertNull(ring.reader().peek());
        assertEquals(0, ring.statistics().level());
    }

    private static boolean write(Random random, MessageWriter writer, byte[] message) throws Exception {
        switch (random.nextInt(4)) {
            case 0:
                return writer.tryWrite(message);
            case 1:
                ByteBuffer source = ByteBuffer.wrap(message);
                boolean written = writer.tryWrite(source);
                assertEquals(written ? 0 : message.length, source.remaining());
                return written;
            case 2:
                int more = Math.min(writer.maxMessageLength(), message.length + random.nextInt(20));
                ByteBuffer slot = writer.claim(more);
                if (slot == null) {
                    return writer.tryWrite(message);
                }
                assertEquals(more, slot.remaining());
                slot.put(message);
                writer.commit(message.length);
                return true;
            default:
                ByteBuffer aborted = writer.claim(message.length);
                if (aborted != null) {
                    aborted.put(new byte[message.length]);
                    writer.abort();
                }
                return writer.tryWrite(message);
        }
    }

    private static void read(Random random, MessageReader reader, Deque<byte[]> queue) {
        byte[] expected = queue.poll();
        switch (random.nextInt(4)) {
            case 0:
                assertArrayEquals(expected, reader.tryRead());
                return;
            case 1:
                ByteBuffer target = ByteBuffer.allocate(5000);
                assertEquals(expected != null, reader.tryRead(target));
                target.flip();
                assertArrayEquals(expected == null ? new byte[0] : expected, rest(target));
                return;
            case 2:
                ByteBuffer there = reader.peek();
                if (expected == null) {
                    assertNull(there);
                } else {
                    assertArrayEquals(expected, rest(there));
                    reader.consume();
                }
                return;
            default:
                int got = reader.drain(message -> assertArrayEquals(expected, rest(message)), 1);
                assertEquals(expected == null ? 0 : 1, got);
        }
    }

    @Test
    void theLongestMessageIsAsLongAsTheRingAndALongerOneIsRefusedWithTheNumbers() throws Exception {
        MessageRing ring = ring(100);
        MessageWriter writer = ring.newWriter();
        assertEquals(100, ring.maxMessageLength());
        for (int before = 0; before < 100; before += 7) { // from wherever the ring stands
            assertTrue(writer.tryWrite(message(1, before)));
            assertNotNull(ring.reader().tryRead());
            assertTrue(writer.tryWrite(message(before, 100)));
            assertFalse(writer.tryWrite(message(0, 0)), "full");
            assertArrayEquals(message(before, 100), ring.reader().tryRead());
        }
        for (int length : new int[] {101, 500}) {
            String told = assertThrowsExactly(IllegalArgumentException.class, () -> writer.tryWrite(new byte[length]))
                    .getMessage();
            assertTrue(told.contains("0..100") && told.endsWith(": " + length), told);
            assertThrowsExactly(IllegalArgumentException.class, () -> writer.claim(length));
            assertThrowsExactly(IllegalArgumentException.class, () -> writer.arm(() -> {}, length));
        }
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.claim(-1));
        assertThrowsExactly(IndexOutOfBoundsException.class, () -> writer.tryWrite(new byte[3], 1, 3));
        assertNull(ring.reader().peek());
    }

    @Test
    void fewerMessagesThanSlotsWait() throws Exception {
        MessageRing ring = builder().capacity(64).exact().messages(3).build();
        assertEquals(4, ring.maxMessages());
        MessageWriter writer = ring.newWriter();
        for (int i = 0; i < 4; i++) {
            assertTrue(writer.tryWrite(message(i, 1)));
        }
        assertFalse(writer.tryWrite(message(4, 1)));
        assertArrayEquals(message(0, 1), ring.reader().tryRead());
        assertTrue(writer.tryWrite(message(4, 1)));
        assertThrowsExactly(IllegalArgumentException.class, () -> builder().messages(0));
        MessageRing single = builder().capacity(64).exact().messages(1).build();
        MessageWriter one = single.newWriter();
        for (int i = 0; i < 5; i++) {
            assertTrue(one.tryWrite(message(i, 3)));
            assertFalse(one.tryWrite(message(i, 3)));
            assertArrayEquals(message(i, 3), single.reader().tryRead());
        }
    }

    @Test
    void anEmptyMessageCounts() throws Exception {
        MessageRing ring = ring(16);
        assertTrue(ring.newWriter().tryWrite(new byte[0]));
        ByteBuffer there = ring.reader().peek();
        assertNotNull(there);
        assertEquals(0, there.remaining());
        ring.reader().consume();
        assertNull(ring.reader().peek());
    }

    @Test
    void theReaderGetsMessagesInTheOrderOfTheirClaims() throws Exception {
        MessageRing ring = ring(100);
        MessageWriter first = ring.newWriter();
        MessageWriter second = ring.newWriter();
        requireNonNull(first.claim(8)).putLong(1);
        assertTrue(second.tryWrite(message(2, 8)));
        assertNull(ring.reader().peek(), "it waits behind the claim");
        assertEquals(0, ring.reader().drain(message -> {}, 10));
        first.commit(8);
        assertEquals(1, requireNonNull(ring.reader().peek()).getLong());
        ring.reader().consume();
        assertArrayEquals(message(2, 8), ring.reader().tryRead());
    }

    @Test
    void anAbortedClaimIsSkipped() throws Exception {
        MessageRing ring = ring(100);
        MessageWriter first = ring.newWriter();
        MessageWriter second = ring.newWriter();
        assertNotNull(first.claim(40));
        assertTrue(second.tryWrite(message(2, 40)));
        first.abort();
        first.abort();
        assertFalse(second.tryWrite(message(3, 40)), "its bytes are used up until the reader comes by");
        assertArrayEquals(message(2, 40), ring.reader().tryRead());
        assertTrue(second.tryWrite(message(3, 40)));
        assertArrayEquals(message(3, 40), ring.reader().tryRead());
    }

    @Test
    void whatALongClaimDoesNotNeedIsGivenBack() throws Exception {
        MessageRing ring = ring(100);
        MessageWriter writer = ring.newWriter();
        requireNonNull(writer.claim(100)).put((byte) 7);
        writer.commit(1);
        assertTrue(writer.tryWrite(message(1, 92)));
        assertArrayEquals(new byte[] {7}, ring.reader().tryRead());
        assertNotNull(writer.claim(8));
        writer.abort();
        assertArrayEquals(message(1, 92), ring.reader().tryRead());
    }

    @Test
    void aCommitNeedsItsClaim() throws Exception {
        MessageRing ring = ring(100);
        MessageWriter writer = ring.newWriter();
        assertThrowsExactly(IllegalStateException.class, () -> writer.commit(0));
        requireNonNull(writer.claim(10)).put(message(5, 10));
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.commit(11));
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.commit(-1));
        writer.commit(10);
        assertThrowsExactly(IllegalStateException.class, () -> writer.commit(10));
        assertNotNull(writer.claim(3));
        requireNonNull(writer.claim(4)).put(message(6, 4)); // aborts the other
        writer.commit(4);
        assertArrayEquals(message(5, 10), ring.reader().tryRead());
        assertArrayEquals(message(6, 4), ring.reader().tryRead());
        assertNotNull(writer.claim(3));
        assertTrue(writer.tryWrite(message(7, 3)));
        assertThrowsExactly(IllegalStateException.class, () -> writer.commit(3));
        assertArrayEquals(message(7, 3), ring.reader().tryRead());
        assertNull(ring.reader().tryRead());
    }

    @Test
    void aMessageThatDoesNotFitTheBufferStays() throws Exception {
        MessageRing ring = ring(100);
        assertTrue(ring.newWriter().tryWrite(message(1, 10)));
        ByteBuffer small = ByteBuffer.allocate(9);
        String told = assertThrowsExactly(
                        IllegalArgumentException.class, () -> ring.reader().tryRead(small))
                .getMessage();
        assertTrue(told.contains("length=10") && told.contains("remaining=9"), told);
        assertThrowsExactly(
                java.nio.ReadOnlyBufferException.class,
                () -> ring.reader().tryRead(ByteBuffer.allocate(10).asReadOnlyBuffer()));
        assertArrayEquals(message(1, 10), ring.reader().tryRead());
    }

    // ------------------------------------------------------------------ drain

    @Test
    void aDrainTakesAsManyAsItMay() throws Exception {
        MessageRing ring = ring(1000);
        MessageWriter writer = ring.newWriter();
        for (int i = 0; i < 10; i++) {
            assertTrue(writer.tryWrite(message(i, i)));
        }
        List<byte[]> got = new ArrayList<>();
        assertEquals(4, ring.reader().drain(message -> got.add(rest(message)), 4));
        assertEquals(6, ring.reader().drain(message -> got.add(rest(message)), Integer.MAX_VALUE));
        for (int i = 0; i < 10; i++) {
            assertArrayEquals(message(i, i), got.get(i));
        }
        assertEquals(0, ring.reader().drain(message -> got.add(rest(message)), 1));
    }

    @Test
    void aHandlerThatThrowsGetsItsMessageAgain() throws Exception {
        MessageRing ring = ring(1000);
        MessageWriter writer = ring.newWriter();
        for (int i = 0; i < 3; i++) {
            assertTrue(writer.tryWrite(message(i, 5)));
        }
        IllegalStateException thrown = new IllegalStateException("no");
        List<byte[]> got = new ArrayList<>();
        assertSame(
                thrown,
                assertThrowsExactly(
                        IllegalStateException.class,
                        () -> ring.reader()
                                .drain(
                                        message -> {
                                            if (got.size() == 1) {
                                                throw thrown;
                                            }
                                            got.add(rest(message));
                                        },
                                        10)));
        assertEquals(1, ring.statistics().messagesRead());
        assertEquals(2, ring.reader().drain(message -> got.add(rest(message)), 10));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(message(i, 5), got.get(i));
        }
    }

    @Test
    void aHandlerMustNotUseTheReaderButMayCloseIt() throws Exception {
        MessageRing ring = ring(1000);
        MessageReader reader = ring.reader();
        MessageWriter writer = ring.newWriter();
        for (int i = 0; i < 2; i++) {
            assertTrue(writer.tryWrite(message(i, 5)));
        }
        assertEquals(
                1,
                reader.drain(
                        message -> {
                            assertThrowsExactly(IllegalStateException.class, reader::peek);
                            assertThrowsExactly(IllegalStateException.class, reader::consume);
                            assertThrowsExactly(IllegalStateException.class, reader::tryRead);
                            assertThrowsExactly(IllegalStateException.class, () -> reader.drain(m -> {}, 1));
                            assertThrowsExactly(IllegalStateException.class, () -> reader.arm(() -> {}));
                            reader.close();
                            assertArrayEquals(message(0, 5), rest(message), "it stays as long as the call");
                        },
                        10));
        assertThrowsExactly(RingClosedException.class, reader::peek);
    }

    @Test
    void aMessageIsConsumedOnce() throws Exception {
        MessageRing ring = ring(100);
        MessageReader reader = ring.reader();
        MessageWriter writer = ring.newWriter();
        assertThrowsExactly(IllegalStateException.class, reader::consume);
        assertTrue(writer.tryWrite(message(1, 5)));
        assertTrue(writer.tryWrite(message(2, 5)));
        assertNotNull(reader.peek());
        assertSame(reader.peek(), reader.peek());
        reader.consume();
        assertThrowsExactly(IllegalStateException.class, reader::consume);
        assertNotNull(reader.peek());
        assertArrayEquals(message(2, 5), reader.tryRead());
        assertThrowsExactly(IllegalStateException.class, reader::consume);
    }

    // ------------------------------------------------------------------ the end

    @Test
    void afterTheCloseOfTheRingEverythingClaimedIsRead() throws Exception {
        MessageRing ring = ring(100);
        MessageReader reader = ring.reader();
        MessageWriter writer = ring.newWriter();
        MessageWriter other = ring.newWriter();
        assertTrue(writer.tryWrite(message(1, 5)));
        requireNonNull(writer.claim(6)).put(message(2, 6));
        assertNotNull(other.claim(6));
        Exception cause = new Exception("cause");
        ring.close(cause);
        ring.close();
        assertTrue(ring.isClosed() && reader.isEnded());
        assertSame(cause, reader.failure());
        assertSame(
                cause,
                assertThrowsExactly(RingClosedException.class, () -> other.tryWrite(new byte[1]))
                        .getCause());
        assertThrowsExactly(RingClosedException.class, () -> ring.newWriter().claim(1));
        assertArrayEquals(message(1, 5), reader.tryRead());
        assertNull(reader.tryRead());
        assertFalse(reader.isExhausted(), "a claim is left");
        assertEquals(0, reader.drain(message -> {}, 1));
        writer.commit(6);
        assertArrayEquals(message(2, 6), reader.tryRead());
        assertNull(reader.peek(), "the other claim, which was aborted by the call that was refused");
        assertTrue(reader.isExhausted());
        assertEquals(-1, reader.drain(message -> {}, 1));
        assertFalse(writer.isClosed());
    }

    @Test
    void afterTheCloseOfTheReaderWritersAreTold() throws Exception {
        MessageRing ring = ring(100);
        MessageWriter writer = ring.newWriter();
        MessageWriter other = ring.newWriter();
        assertNotNull(writer.claim(6));
        Exception cause = new Exception("cause");
        ring.reader().close(cause);
        ring.reader().close();
        assertSame(cause, ring.reader().closeCause());
        writer.commit(6);
        assertSame(
                cause,
                assertThrowsExactly(RingAbandonedException.class, () -> writer.claim(1))
                        .getCause());
        assertThrowsExactly(RingAbandonedException.class, () -> other.tryWrite(new byte[1]));
        assertFalse(other.arm(() -> {}, 1));
        assertThrowsExactly(RingClosedException.class, ring.reader()::tryRead);
        assertThrowsExactly(RingClosedException.class, ring.reader()::consume);
        assertThrowsExactly(RingClosedException.class, () -> ring.reader().drain(message -> {}, 1));
        assertThrowsExactly(RingClosedException.class, () -> ring.reader().arm(() -> {}));
    }

    @Test
    void aWriterThatClosesLeavesTheOthers() throws Exception {
        MessageRing ring = ring(100);
        MessageWriter writer = ring.newWriter();
        MessageWriter other = ring.newWriter();
        assertTrue(writer.tryWrite(message(1, 5)));
        assertNotNull(writer.claim(5));
        assertTrue(other.tryWrite(message(2, 5)));
        writer.close();
        writer.close();
        assertTrue(writer.isClosed());
        assertThrowsExactly(RingClosedException.class, () -> writer.commit(5));
        assertThrowsExactly(RingClosedException.class, () -> writer.tryWrite(new byte[1]));
        assertThrowsExactly(RingClosedException.class, () -> writer.arm(() -> {}, 1));
        assertTrue(other.tryWrite(message(3, 5)));
        for (int i = 1; i <= 3; i++) {
            assertArrayEquals(message(i, 5), ring.reader().tryRead());
        }
        assertFalse(ring.isClosed() || ring.reader().isEnded());
    }

    @Test
    void statisticsCount() throws Exception {
        MessageRing ring = builder().capacity(64).exact().name("log").build();
        MessageWriter writer = ring.newWriter();
        assertTrue(writer.tryWrite(message(1, 5)));
        assertTrue(writer.tryWrite(message(1, 5)));
        assertNotNull(ring.reader().tryRead());
        MessageStatistics statistics = ring.statistics();
        assertEquals("log", statistics.name());
        assertEquals(64, statistics.capacity());
        assertEquals(2, statistics.messagesClaimed());
        assertEquals(1, statistics.messagesRead());
        assertEquals(1, statistics.level());
        assertTrue(ring.toString().contains("log") && ring.toString().contains("64"), ring.toString());
        assertTrue(statistics.toString().contains("claimed=2"), statistics.toString());
    }
}
