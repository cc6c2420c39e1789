package io.bytering.contract;

import static io.bytering.RingAssertions.assertStillWorks;
import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.Sleeper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who wakes a waiter: every call that moves bytes, and every close. */
abstract class WakeContractTest implements RingFactory {
    private interface Move {
        void oneByte() throws IOException;
    }

    private final Sleeper other = new Sleeper();

    @Test
    void everyCallThatPublishesWakesTheReader() throws IOException {
        ByteRing ring = ring(32);
        RingWriter writer = ring.writer();
        HostileChannel channel = new HostileChannel();
        channel.most = 1;
        List<Move> moves = List.of(
                () -> writer.write(new byte[1], 0, 1),
                () -> writer.write(ByteBuffer.allocate(1)),
                () -> writer.tryWriteAll(new byte[1], 0, 1),
                () -> writer.fill((slices, length) -> 1),
                () -> writer.transferFrom(channel),
                () -> {
                    writer.claim(5);
                    writer.commit(1);
                },
                () -> {
                    writer.slices();
                    writer.commit(1);
                });
        for (Move move : moves) {
            Sleeper waiter = new Sleeper();
            assertTrue(ring.reader().arm(waiter, 2));
            move.oneByte();
            assertEquals(0, waiter.woken);
            move.oneByte();
            assertEquals(1, waiter.woken, "by call number " + moves.indexOf(move));
            assertEquals(2, ring.reader().skip(9));
        }
    }

    @Test
    void everyCallThatConsumesWakesTheWriter() throws IOException {
        ByteRing ring = ring(32);
        ring.writer().write(new byte[32], 0, 32);
        RingReader reader = ring.reader();
        HostileChannel channel = new HostileChannel();
        channel.most = 1;
        List<Move> moves = List.of(
                () -> reader.read(new byte[1], 0, 1),
                () -> reader.read(ByteBuffer.allocate(1)),
                () -> reader.tryReadAll(new byte[1], 0, 1),
                () -> reader.drain((slices, length) -> 1),
                () -> reader.transferTo(channel),
                () -> reader.skip(1),
                () -> {
                    reader.peek();
                    reader.consume(1);
                },
                () -> {
                    reader.slices();
                    reader.consume(1);
                });
        for (Move move : moves) {
            Sleeper waiter = new Sleeper();
            assertTrue(ring.writer().arm(waiter, 2));
            move.oneByte();
            assertEquals(0, waiter.woken);
            move.oneByte();
            assertEquals(1, waiter.woken, "by call number " + moves.indexOf(move));
            assertEquals(2, ring.writer().write(new byte[9], 0, 9));
        }
    }

    @Test
    void closingEitherHalfWakesBothOnce() throws IOException {
        for (boolean byWriter : new boolean[] {true, false}) {
            ByteRing ring = ring(8);
            Sleeper waiter = new Sleeper();
            Sleeper own = new Sleeper();
            ring.writer().write(of(0, 4), 0, 4);
            assertTrue(ring.reader().arm(byWriter ? waiter : own, 5));
            assertTrue(ring.writer().arm(byWriter ? own : waiter, 5));
            Runnable close = byWriter ? ring.writer()::close : ring.reader()::close;
            close.run();
            assertEquals(1, waiter.woken);
            assertEquals(1, own.woken);
            ring.close();
            assertEquals(1, waiter.woken);
            assertEquals(1, own.woken);
            assertFalse(ring.reader().disarm(waiter) || ring.writer().disarm(own));
        }
    }

    @Test
    void exceptionOfAWaiterComesAfterTheCallTookEffect() throws IOException {
        ByteRing ring = ring(8);
        IllegalStateException broken = new IllegalStateException("broken waiter");
        Waiter thrower = () -> {
            throw broken;
        };
        assertTrue(ring.reader().arm(thrower, 2));
        assertSame(
                broken,
                assertThrowsExactly(
                        IllegalStateException.class, () -> ring.writer().write(of(0, 8), 0, 8)));
        assertEquals(8, ring.writer().position());
        assertTrue(ring.writer().arm(thrower, 2));
        assertSame(
                broken,
                assertThrowsExactly(
                        IllegalStateException.class, () -> ring.reader().skip(3)));
        assertArrayEquals(of(3, 5), readAll(ring.reader()));
        assertStillWorks(ring);
        assertTrue(ring.reader().arm(thrower, 8));
        ring.writer().write(of(0, 4), 0, 4);
        assertTrue(ring.writer().arm(other, 8));
        assertThrowsExactly(IllegalStateException.class, ring.writer()::close);
        assertTrue(ring.writer().isClosed());
        assertEquals(1, other.woken, "the other half's waiter all the same");
    }

    @Test
    void waiterMayUseItsHalfAndArmAgainWhileItIsWoken() throws IOException {
        ByteRing ring = ring(3);
        byte[] got = new byte[30];
        RingReader reader = ring.reader();
        Waiter inline = new Waiter() {
            @Override
            public void wake() {
                assertEquals(2, reader.read(got, (int) reader.position(), 2));
                assertTrue(reader.arm(this, 2));
            }
        };
        assertTrue(reader.arm(inline, 2));
        for (int i = 0; i < 30; i += 2) {
            assertEquals(2, ring.writer().write(of(i, 2), 0, 2));
            assertEquals(3, ring.writer().writableBytes());
        }
        assertArrayEquals(of(0, 30), got);
    }
}
