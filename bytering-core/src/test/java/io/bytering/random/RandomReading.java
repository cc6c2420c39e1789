package io.bytering.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bytering.Drainer;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.Sleeper;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.function.Executable;

/** One random call on a reader, compared with what the model says. */
final class RandomReading {
    private final RingReader reader;
    private final QueueModel model;
    private RandomGenerator random;

    /** What was handed out by the last call and may be consumed. */
    private int offered;

    /** Armed and not woken yet, with the number of bytes written from which on it must be woken. */
    private RandomSleeper armed;

    private long wakeAt;

    /** What others do while a callback has the memory. */
    private final RandomGuests guests;

    RandomReading(RingReader reader, QueueModel model, RandomGuests guests) {
        this.reader = reader;
        this.model = model;
        this.guests = guests;
    }

    /** Bytes moved by a call that a waiter of the writer's may throw out of, or what it returned instead. */
    private int moved(RandomSleeper.Call<Integer> call) throws Exception {
        long before = reader.position();
        Integer returned = RandomSleeper.call(call);
        int moved = (int) (reader.position() - before);
        assertTrue(returned == null ? moved > 0 : returned == -1 || returned == moved);
        return returned == null ? moved : returned;
    }

    private boolean done(RandomSleeper.Call<Boolean> call) throws Exception {
        Boolean returned = RandomSleeper.call(call);
        return returned == null || returned;
    }

    String step(RandomGenerator choices) throws Exception {
        random = choices;
        int length = random.nextInt(model.capacity + 3);
        if (model.readerClosed) {
            return "reader call " + closed(random.nextInt(11), length);
        }
        if (model.isExhausted()) {
            return "reader call " + exhausted(random.nextInt(9), length);
        }
        int expected = Math.min(length, model.size());
        int call = random.nextInt(offered == 0 ? 11 : 15);
        switch (call) {
            case 0 -> {
                byte[] dst = new byte[length];
                took(dst, expected, moved(() -> reader.read(dst, 0, length)));
            }
            case 1 -> {
                if (model.size() > 0 && length > 0) {
                    ByteBuffer readOnly = ByteBuffer.allocate(length).asReadOnlyBuffer();
                    assertThrowsExactly(ReadOnlyBufferException.class, () -> reader.read(readOnly));
                }
                ByteBuffer dst = random.nextBoolean() ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
                int count = moved(() -> reader.read(dst));
                assertEquals(count, dst.position());
                took(TestBytes.content(dst.flip()), expected, count);
            }
            case 2 -> {
                byte[] dst = new byte[Math.min(length, model.capacity)];
                boolean there = dst.length <= model.size();
                boolean inBuffer = random.nextBoolean();
                assertEquals(
                        there,
                        done(() -> inBuffer
                                ? reader.tryReadAll(ByteBuffer.wrap(dst))
                                : reader.tryReadAll(dst, 0, dst.length)));
                took(dst, there ? dst.length : 0, there ? dst.length : 0);
            }
            case 3 -> drain(expected);
            case 4 -> transfer(length, expected);
            case 5 -> took(model.content(), expected, moved(() -> reader.skip(length)));
            case 6 -> slices();
            case 7 -> peek(random.nextBoolean() ? Integer.MAX_VALUE : length + 1);
            case 8 -> {
                byte value = (byte) random.nextInt(8);
                assertEquals(model.indexOf(value, length), reader.indexOf(value, length));
                assertEquals(model.indexOf(value, 0), reader.indexOf(value));
            }
            case 9 -> arm(1 + random.nextInt(model.capacity));
            case 10 -> refused(random.nextInt(8));
            default -> consume();
        }
        return "reader call " + call + " of " + length;
    }

    /** The bytes may be null where they were compared before. */
    private void took(byte[] bytes, int expected, int count) {
        assertEquals(expected, count);
        if (bytes != null) {
            assertArrayEquals(Arrays.copyOf(model.content(), count), Arrays.copyOf(bytes, count));
        }
        model.skip(count);
        offered = 0;
    }

    private void drain(int count) throws Exception {
        RandomGenerator choices = random;
        int mood = random.nextInt(8);
        Drainer drainer = (slices, length) -> {
            assertEquals(model.size(), length);
            byte[] content = model.content();
            assertArrayEquals(content, TestBytes.content(slices));
            guests.comeIn(true, choices);
            assertArrayEquals(content, TestBytes.content(slices), "changed under the callback");
            if (mood == 0) {
                throw new IOException("of the drainer");
            }
            return mood == 1 ? length + 1 : mood == 2 ? -1 : count;
        };
        if (mood > 2) {
            took(null, count, moved(() -> reader.drain(drainer)));
        } else {
            Class<? extends Exception> refused = mood == 0 ? IOException.class : IllegalArgumentException.class;
            assertThrowsExactly(refused, () -> reader.drain(drainer));
            offered = 0;
        }
    }

    private void transfer(int most, int expected) throws Exception {
        RandomGenerator choices = random;
        HostileChannel channel = new HostileChannel();
        channel.most = most;
        channel.before = () -> guests.comeIn(true, choices);
        if (random.nextInt(6) == 0 && model.size() > 0) {
            channel.thrown = new IOException("of the channel");
            assertThrowsExactly(IOException.class, () -> reader.transferTo(channel));
            offered = 0;
        } else {
            int count = moved(() -> (int) reader.transferTo(channel));
            took(channel.received.toByteArray(), expected, count);
        }
    }

    private void slices() {
        ByteBuffer[] slices = reader.slices();
        assertArrayEquals(model.content(), TestBytes.content(slices));
        offered = model.size();
        assertEquals(model.contiguous(), slices[0].remaining());
        assertTrue(offered == 0 || model.isSame(slices[0].position(), model.firstIndex()));
    }

    private void peek(int atLeast) {
        byte[] peeked = TestBytes.content(reader.peek(atLeast));
        int there = model.contiguous();
        assertTrue(peeked.length <= there);
        assertEquals(Math.min(atLeast, there), Math.min(atLeast, peeked.length));
        assertArrayEquals(Arrays.copyOf(model.content(), peeked.length), peeked);
        offered = peeked.length;
    }

    private void consume() throws Exception {
        assertThrowsExactly(IllegalArgumentException.class, () -> reader.consume(offered + 1));
        int count = random.nextInt(offered + 1);
        assertEquals(count, moved(() -> {
            reader.consume(count);
            return count;
        }));
        model.skip(count);
        offered -= count;
    }

    private void arm(int amount) {
        if (armed != null) {
            if (random.nextBoolean()) {
                assertTrue(reader.disarm(armed));
                armed = null;
            }
            return;
        }
        wakeAt = model.read() + amount;
        RandomSleeper sleeper = new RandomSleeper(random.nextInt(3) == 0);
        boolean arms = reader.arm(sleeper, amount);
        assertEquals(model.size() < amount && !model.writerClosed, arms);
        armed = arms ? sleeper : null;
    }

    /** What can't be is refused, and changes nothing: what was offered may still be consumed. */
    private void refused(int call) {
        byte[] dst = new byte[model.capacity + 1];
        Class<? extends Exception> range = IndexOutOfBoundsException.class;
        Class<? extends Exception> argument = IllegalArgumentException.class;
        int[] bad = BadInput.range(random);
        int outside = BadInput.outside(random, 1, model.capacity);
        switch (call) {
            case 0 -> assertThrowsExactly(range, () -> reader.read(dst, bad[0], bad[1]));
            case 1 -> assertThrowsExactly(range, () -> reader.read(dst, 1, dst.length));
            case 2 -> assertThrowsExactly(range, () -> reader.tryReadAll(dst, bad[0], bad[1]));
            case 3 -> assertThrowsExactly(argument, () -> reader.tryReadAll(dst, 0, dst.length));
            case 4 -> assertThrowsExactly(argument, () -> reader.peek(Math.min(outside, 0)));
            case 5 -> assertThrowsExactly(argument, () -> reader.skip(Math.min(outside, -1)));
            case 6 -> assertThrowsExactly(argument, () -> reader.indexOf((byte) 0, Math.min(outside, -1)));
            default -> assertThrowsExactly(argument, () -> reader.arm(new Sleeper(), outside));
        }
    }

    private int exhausted(int call, int length) throws IOException {
        int end = length == 0 ? 0 : -1;
        switch (call) {
            case 0 -> assertEquals(end, reader.read(new byte[length], 0, length));
            case 1 -> assertEquals(end, reader.read(ByteBuffer.allocate(length)));
            case 2 -> assertFalse(reader.tryReadAll(new byte[model.capacity], 0, model.capacity));
            case 3 -> assertEquals(-1, reader.drain((slices, there) -> fail("nothing is left to drain")));
            case 4 -> assertEquals(-1, reader.transferTo(new HostileChannel()));
            case 5 -> assertEquals(end, reader.skip(length));
            case 6 -> assertEquals(0, TestBytes.content(reader.slices()).length);
            case 7 -> assertFalse(reader.peek().hasRemaining());
            default -> assertFalse(reader.arm(new Sleeper(), 1));
        }
        assertTrue(reader.isExhausted());
        offered = 0;
        return call;
    }

    private void refusedAsClosed(Executable call) {
        assertSame(
                model.readerCause,
                assertThrowsExactly(RingClosedException.class, call).getCause());
    }

    private int closed(int call, int length) {
        byte[] dst = new byte[length];
        switch (call) {
            case 0 -> refusedAsClosed(() -> reader.read(dst, 0, length));
            case 1 -> refusedAsClosed(() -> reader.read(ByteBuffer.wrap(dst)));
            case 2 -> refusedAsClosed(() -> reader.tryReadAll(dst, 0, Math.min(length, model.capacity)));
            case 3 -> refusedAsClosed(() -> reader.drain((slices, there) -> 0));
            case 4 -> refusedAsClosed(() -> reader.transferTo(new HostileChannel()));
            case 5 -> refusedAsClosed(() -> reader.skip(length));
            case 6 -> refusedAsClosed(reader::slices);
            case 7 -> refusedAsClosed(reader::peek);
            case 8 -> refusedAsClosed(() -> reader.indexOf((byte) 0));
            case 9 -> refusedAsClosed(() -> reader.consume(0));
            default -> refusedAsClosed(() -> reader.arm(new Sleeper(), 1));
        }
        refused(length % 8);
        return call;
    }

    /** After every call on either half. */
    void check(boolean asking) {
        assertEquals(model.start + model.read(), reader.position());
        if (armed != null) {
            armed.assertWoken(model.written() >= wakeAt || model.isClosed() ? 1 : 0);
            armed = armed.woken > 0 ? null : armed;
        }
        if (asking) {
            ask();
        }
        assertEquals(model.writerClosed, reader.isEnded());
        assertEquals(model.readerClosed, reader.isClosed());
    }

    /** Any thread, at any time: it changes nothing. */
    void ask() {
        int there = model.readerClosed ? 0 : model.size();
        assertEquals(there, reader.readableBytes());
        assertEquals(model.writerClosed && there == 0, reader.isExhausted());
        assertEquals(model.writerClosed, reader.isEnded());
        assertEquals(model.readerClosed, reader.isClosed());
        assertSame(model.writerCause, reader.failure());
        assertSame(model.readerCause, reader.closeCause());
        assertEquals(0, reader.missedBytes());
    }

    /** After the writer has closed: all that is left, then the end. */
    void checkEnd() {
        if (model.readerClosed) {
            return;
        }
        byte[] left = TestBytes.readAll(reader);
        assertArrayEquals(model.content(), left);
        assertTrue(reader.isExhausted());
        assertEquals(-1, reader.read(new byte[1], 0, 1));
    }
}
