package io.bytering.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.Filler;
import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.RingWriter;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.Sleeper;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.function.Executable;

/** One random call on a writer, compared with what the model says. */
final class RandomWriting {
    private final RingWriter writer;
    private final QueueModel model;
    private final byte[] src;
    private RandomGenerator random;

    /** What was handed out by the last call and may be committed, or nothing. */
    private ByteBuffer[] claimed;

    private int claimedIndex;
    private boolean claimedWhole;

    /** Armed and not woken yet, with the number of bytes read from which on it must be woken. */
    private RandomSleeper armed;

    private long wakeAt;

    /** What others do while a callback has the memory. */
    private final RandomGuests guests;

    RandomWriting(RingWriter writer, QueueModel model, RandomGuests guests) {
        this.writer = writer;
        this.model = model;
        this.guests = guests;
        this.src = new byte[2 * model.capacity + 2];
    }

    /** Bytes moved by a call that a waiter of the reader's may throw out of, or what it returned instead. */
    private int moved(RandomSleeper.Call<Integer> call) throws Exception {
        long before = writer.position();
        Integer returned = RandomSleeper.call(call);
        int moved = (int) (writer.position() - before);
        assertTrue(returned == null ? moved > 0 : returned == moved);
        return moved;
    }

    private boolean done(RandomSleeper.Call<Boolean> call) throws Exception {
        Boolean returned = RandomSleeper.call(call);
        return returned == null || returned;
    }

    String step(RandomGenerator choices) throws Exception {
        random = choices;
        SplittableRandom content = new SplittableRandom(random.nextInt(256));
        for (int i = 0; i < src.length; i++) {
            src[i] = (byte) content.nextInt(8);
        }
        int length = random.nextInt(model.capacity + 3);
        int expected = Math.min(length, model.room());
        if (model.isClosed()) {
            return "writer call " + afterAClose(random.nextInt(11), Math.min(1 + length, model.capacity));
        }
        int call = random.nextInt(claimed == null ? 9 : 13);
        switch (call) {
            case 0 -> copied(expected, moved(() -> writer.write(src, 0, length)));
            case 1 -> {
                ByteBuffer from = ByteBuffer.wrap(src, 0, length);
                ByteBuffer given = random.nextBoolean() ? from : from.asReadOnlyBuffer();
                copied(expected, moved(() -> writer.write(given)));
                assertEquals(expected, given.position());
            }
            case 2 -> {
                int all = Math.min(length, model.capacity);
                boolean fits = all <= model.room();
                boolean inBuffer = random.nextBoolean();
                assertEquals(
                        fits,
                        done(() -> inBuffer
                                ? writer.tryWriteAll(ByteBuffer.wrap(src, 0, all))
                                : writer.tryWriteAll(src, 0, all)));
                copied(fits ? all : 0, fits ? all : 0);
            }
            case 3 -> fill(expected);
            case 4 -> transfer(length, expected);
            case 5 -> {
                claimed = writer.slices();
                claimedWhole = false;
                assertEquals(model.room(), claimed[0].remaining() + claimed[1].remaining());
            }
            case 6 -> claim(Math.max(1, Math.min(length, model.capacity)), random.nextBoolean());
            case 7 -> arm(1 + random.nextInt(model.capacity));
            case 8 -> refused(random.nextInt(9));
            default -> commit();
        }
        return "writer call " + call + " of " + length;
    }

    private void copied(int expected, int count) {
        assertEquals(expected, count);
        model.write(src, count);
        claimed = null;
    }

    private void fill(int count) throws Exception {
        RandomGenerator choices = random;
        int mood = random.nextInt(8);
        Filler filler = (slices, length) -> {
            assertEquals(model.room(), length);
            assertEquals(length, slices[0].remaining() + slices[1].remaining());
            guests.comeIn(false, choices);
            put(slices, count);
            if (mood == 0) {
                throw new IOException("of the filler");
            }
            return mood == 1 ? length + 1 : mood == 2 ? -1 : count;
        };
        if (mood == 0) {
            assertThrowsExactly(IOException.class, () -> writer.fill(filler));
            claimed = null;
        } else {
            published(count, () -> writer.fill(filler), mood < 3);
        }
    }

    /** By a callback, within which somebody may have closed the writer: nothing follows the end of the stream. */
    private void published(int count, RandomSleeper.Call<Integer> call, boolean lies) throws Exception {
        int moved = 0;
        try {
            moved = moved(call);
            assertFalse(model.writerClosed || lies);
        } catch (RingClosedException e) {
            assertTrue(model.writerClosed);
            assertSame(model.writerCause, e.getCause());
        } catch (IllegalArgumentException e) {
            assertTrue(lies && !model.writerClosed);
        }
        copied(lies || model.writerClosed ? 0 : count, moved);
    }

    private void transfer(int most, int expected) throws Exception {
        RandomGenerator choices = random;
        model.startOver();
        HostileChannel channel = new HostileChannel();
        channel.most = most;
        channel.before = () -> guests.comeIn(false, choices);
        for (int i = 0; i < src.length; i++) {
            src[i] = TestBytes.at(i);
        }
        if (random.nextInt(6) == 0 && model.room() > 0) {
            channel.thrown = new IOException("of the channel");
            assertThrowsExactly(IOException.class, () -> writer.transferFrom(channel));
            claimed = null;
        } else {
            published(expected, () -> (int) writer.transferFrom(channel), false);
        }
    }

    private void claim(int length, boolean upTo) throws IOException {
        int most = upTo ? Math.min(length, Math.max(model.tail(), model.largestAtStart())) : length;
        int index = most == 0 ? -1 : model.claimIndex(most);
        if (random.nextBoolean()) {
            assertEquals(model.claimIndex(length) >= 0, writer.canClaim(length));
        }
        ByteBuffer slot = upTo ? writer.claimUpTo(length) : writer.claim(length);
        claimed = null;
        if (index < 0) {
            assertNull(slot);
        } else {
            assertTrue(model.isSame(slot.position(), index), () -> slot + " at " + index);
            assertEquals(most, slot.remaining());
            claimed = new ByteBuffer[] {slot, ByteBuffer.allocate(0)};
            claimedIndex = index;
            claimedWhole = true;
        }
    }

    private void commit() throws Exception {
        int offered = claimed[0].remaining() + claimed[1].remaining();
        int count = random.nextInt(offered + 1);
        put(claimed, count);
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.commit(offered + 1));
        if (random.nextInt(4) == 0) {
            writer.abort();
            count = 0;
        } else {
            int committed = count;
            assertEquals(count, moved(() -> {
                writer.commit(committed);
                return committed;
            }));
        }
        if (claimedWhole) {
            model.writeClaimed(claimedIndex, src, count);
        } else {
            model.write(src, count);
        }
        claimed = null;
        assertThrowsExactly(IllegalStateException.class, () -> writer.commit(0));
    }

    private void put(ByteBuffer[] slices, int count) {
        for (int i = 0; i < count; i++) {
            slices[slices[0].hasRemaining() ? 0 : 1].put(src[i]);
        }
    }

    private void arm(int amount) {
        if (armed != null) {
            if (random.nextBoolean()) {
                assertTrue(writer.disarm(armed));
                armed = null;
            }
            return;
        }
        boolean claim = random.nextBoolean();
        wakeAt = model.readUntil(later -> claim ? later.claimIndex(amount) >= 0 : later.room() >= amount);
        RandomSleeper sleeper = new RandomSleeper(random.nextInt(3) == 0);
        boolean arms = claim ? writer.armClaim(sleeper, amount) : writer.arm(sleeper, amount);
        assertEquals(wakeAt > model.read(), arms);
        armed = arms ? sleeper : null;
    }

    /** What can't be is refused, and changes nothing: a claim stays valid. */
    private void refused(int call) {
        int most = model.capacity;
        Class<? extends Exception> range = IndexOutOfBoundsException.class;
        Class<? extends Exception> argument = IllegalArgumentException.class;
        int[] bad = BadInput.range(random);
        int outside = BadInput.outside(random, 1, most);
        switch (call) {
            case 0 -> assertThrowsExactly(range, () -> writer.write(src, bad[0], bad[1]));
            case 1 -> assertThrowsExactly(range, () -> writer.write(src, 1, src.length));
            case 2 -> assertThrowsExactly(range, () -> writer.tryWriteAll(src, bad[0], bad[1]));
            case 3 -> assertThrowsExactly(argument, () -> writer.tryWriteAll(src, 0, most + 1));
            case 4 -> assertThrowsExactly(argument, () -> writer.claim(outside));
            case 5 -> assertThrowsExactly(argument, () -> writer.claimUpTo(Math.min(outside, 0)));
            case 6 -> assertThrowsExactly(argument, () -> writer.canClaim(outside));
            case 7 -> assertThrowsExactly(argument, () -> writer.arm(new Sleeper(), outside));
            default -> assertThrowsExactly(argument, () -> writer.armClaim(new Sleeper(), outside));
        }
    }

    private void refusedAsEnded(Executable call) {
        if (model.writerClosed) {
            assertSame(
                    model.writerCause,
                    assertThrowsExactly(RingClosedException.class, call).getCause());
        } else {
            assertSame(
                    model.readerCause,
                    assertThrowsExactly(RingAbandonedException.class, call).getCause());
        }
    }

    /** Nothing can be written any more; a claim may still be given back, or be committed for nobody. */
    private int afterAClose(int call, int length) {
        switch (call) {
            case 0 -> refusedAsEnded(() -> writer.write(src, 0, length));
            case 1 -> refusedAsEnded(() -> writer.write(ByteBuffer.wrap(src)));
            case 2 -> refusedAsEnded(() -> writer.tryWriteAll(src, 0, length));
            case 3 -> refusedAsEnded(() -> writer.fill((slices, room) -> 0));
            case 4 -> refusedAsEnded(() -> writer.transferFrom(new HostileChannel()));
            case 5 -> refusedAsEnded(writer::slices);
            case 6 -> refusedAsEnded(() -> writer.claim(length));
            case 7 -> refusedAsEnded(() -> writer.claimUpTo(length));
            case 8 -> {
                if (model.writerClosed) {
                    refusedAsEnded(() -> writer.arm(new Sleeper(), length));
                    refusedAsEnded(() -> writer.commit(0));
                } else {
                    assertFalse(writer.arm(new Sleeper(), length));
                    assertFalse(writer.armClaim(new Sleeper(), length));
                }
            }
            case 9 -> {
                assertEquals(!model.writerClosed && model.claimIndex(length) >= 0, writer.canClaim(length));
                refused(length % 9);
            }
            default -> writer.abort();
        }
        claimed = null;
        return call;
    }

    /** After every call on either half. */
    void check(boolean asking) {
        assertEquals(model.start + model.written(), writer.position());
        if (armed != null) {
            armed.assertWoken(model.read() >= wakeAt || model.isClosed() ? 1 : 0);
            armed = armed.woken > 0 ? null : armed;
        }
        if (asking) {
            ask();
        }
        assertEquals(model.readerClosed, writer.isAbandoned());
        assertEquals(model.writerClosed, writer.isClosed());
    }

    /** Any thread, at any time: it changes nothing. */
    void ask() {
        assertEquals(model.writerClosed ? 0 : model.room(), writer.writableBytes());
        for (int length : new int[] {1, (model.capacity + 1) / 2, model.capacity}) {
            assertEquals(!model.writerClosed && model.claimIndex(length) >= 0, writer.canClaim(length));
        }
        assertEquals(model.readerClosed, writer.isAbandoned());
        assertEquals(model.writerClosed, writer.isClosed());
        assertSame(model.readerCause, writer.failure());
        assertSame(model.writerCause, writer.closeCause());
    }
}
