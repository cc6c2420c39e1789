package io.bytering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

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
    private Sleeper armed;

    private long wakeAt;

    RandomWriting(RingWriter writer, QueueModel model) {
        this.writer = writer;
        this.model = model;
        this.src = new byte[2 * model.capacity + 2];
    }

    String step(RandomGenerator choices) throws IOException {
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
            case 0 -> copied(expected, writer.write(src, 0, length));
            case 1 -> {
                ByteBuffer from = ByteBuffer.wrap(src, 0, length);
                copied(expected, writer.write(random.nextBoolean() ? from : from.asReadOnlyBuffer()));
            }
            case 2 -> {
                int all = Math.min(length, model.capacity);
                boolean fits = all <= model.room();
                assertEquals(fits, writer.tryWriteAll(src, 0, all));
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

    private void fill(int count) throws IOException {
        int mood = random.nextInt(8);
        Filler filler = (slices, length) -> {
            assertEquals(model.room(), length);
            assertEquals(length, slices[0].remaining() + slices[1].remaining());
            put(slices, count);
            if (mood == 0) {
                throw new IOException("of the filler");
            }
            return mood == 1 ? length + 1 : mood == 2 ? -1 : count;
        };
        if (mood > 2) {
            copied(count, writer.fill(filler));
        } else {
            Class<? extends Exception> refused = mood == 0 ? IOException.class : IllegalArgumentException.class;
            assertThrowsExactly(refused, () -> writer.fill(filler));
            claimed = null;
        }
    }

    private void transfer(int most, int expected) throws IOException {
        model.startOver();
        HostileChannel channel = new HostileChannel();
        channel.most = most;
        for (int i = 0; i < src.length; i++) {
            src[i] = TestBytes.at(i);
        }
        if (random.nextInt(6) == 0 && model.room() > 0) {
            channel.thrown = new IOException("of the channel");
            assertThrowsExactly(IOException.class, () -> writer.transferFrom(channel));
            claimed = null;
        } else {
            copied(expected, (int) writer.transferFrom(channel));
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

    private void commit() {
        int offered = claimed[0].remaining() + claimed[1].remaining();
        int count = random.nextInt(offered + 1);
        put(claimed, count);
        assertThrowsExactly(IllegalArgumentException.class, () -> writer.commit(offered + 1));
        if (random.nextInt(4) == 0) {
            writer.abort();
            count = 0;
        } else {
            writer.commit(count);
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
        Sleeper sleeper = new Sleeper();
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

    /** Nothing can be written any more; a claim may still be given back, or be committed for nobody. */
    private int afterAClose(int call, int length) {
        Class<? extends Exception> ended =
                model.writerClosed ? RingClosedException.class : RingAbandonedException.class;
        switch (call) {
            case 0 -> assertThrowsExactly(ended, () -> writer.write(src, 0, length));
            case 1 -> assertThrowsExactly(ended, () -> writer.write(ByteBuffer.wrap(src)));
            case 2 -> assertThrowsExactly(ended, () -> writer.tryWriteAll(src, 0, length));
            case 3 -> assertThrowsExactly(ended, () -> writer.fill((slices, room) -> 0));
            case 4 -> assertThrowsExactly(ended, () -> writer.transferFrom(new HostileChannel()));
            case 5 -> assertThrowsExactly(ended, writer::slices);
            case 6 -> assertThrowsExactly(ended, () -> writer.claim(length));
            case 7 -> assertThrowsExactly(ended, () -> writer.claimUpTo(length));
            case 8 -> {
                if (model.writerClosed) {
                    assertThrowsExactly(ended, () -> writer.arm(new Sleeper(), length));
                    assertThrowsExactly(ended, () -> writer.commit(0));
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
    void check(boolean refreshing) {
        assertEquals(model.start + model.written(), writer.position());
        if (armed != null) {
            assertEquals(model.read() >= wakeAt || model.isClosed() ? 1 : 0, armed.woken);
            armed = armed.woken > 0 ? null : armed;
        }
        if (refreshing) {
            assertEquals(model.writerClosed ? 0 : model.room(), writer.writableBytes());
        }
        assertEquals(model.readerClosed, writer.isAbandoned());
        assertEquals(model.writerClosed, writer.isClosed());
    }
}
