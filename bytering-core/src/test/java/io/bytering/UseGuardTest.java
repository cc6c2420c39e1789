package io.bytering;

import static io.bytering.RingAssertions.assertStillWorks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.internal.UseGuard;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** With assertions enabled, a second thread inside a half is found at once, and both threads are named. */
@Timeout(300)
class UseGuardTest {
    private final ByteRing ring = ByteRing.ofCapacity(8);
    private final RingWriter writer = ring.writer();
    private final RingReader reader = ring.reader();

    @BeforeEach
    void needsAssertions() {
        assumeTrue(UseGuard.class.desiredAssertionStatus(), "assertions are off");
    }

    /** Every call that moves or hands out bytes, made by another thread while this one is inside the same half. */
    private static void assertFound(String half, Map<String, Executable> calls) {
        String owner = Thread.currentThread().getName();
        calls.forEach((name, call) -> {
            Thread intruder = new Thread(() -> {
                AssertionError found = assertThrowsExactly(AssertionError.class, call, name);
                String message = found.getMessage();
                assertTrue(message.contains(half), message);
                assertTrue(message.contains("intruder of " + name), message);
                assertTrue(message.contains(owner), message);
            });
            Throwable[] failed = new Throwable[1];
            intruder.setName("intruder of " + name);
            intruder.setUncaughtExceptionHandler((thread, thrown) -> failed[0] = thrown);
            intruder.start();
            join(intruder);
            if (failed[0] != null) {
                throw new AssertionError(name, failed[0]);
            }
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void secondThreadInsideAWriterIsFound() throws Exception {
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("write", () -> writer.write(new byte[1], 0, 1));
        calls.put("write of a buffer", () -> writer.write(ByteBuffer.allocate(1)));
        calls.put("tryWriteAll", () -> writer.tryWriteAll(new byte[1], 0, 1));
        calls.put("slices", writer::slices);
        calls.put("fill", () -> writer.fill((slices, length) -> 1));
        calls.put("transferFrom", () -> writer.transferFrom(new HostileChannel()));
        calls.put("claim", () -> writer.claim(1));
        calls.put("claimUpTo", () -> writer.claimUpTo(1));
        calls.put("commit", () -> writer.commit(1));
        calls.put("arm", () -> writer.arm(() -> {}, 1));
        calls.put("armClaim", () -> writer.armClaim(() -> {}, 1));
        assertEquals(3, writer.fill((slices, length) -> {
            assertFound("RingWriter[", calls);
            return 3;
        }));
        assertEquals(3, reader.readableBytes(), "nothing but what the owner wrote");
        assertStillWorks(ring);
    }

    @Test
    void secondThreadInsideAReaderIsFound() throws Exception {
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("read", () -> reader.read(new byte[1], 0, 1));
        calls.put("read to a buffer", () -> reader.read(ByteBuffer.allocate(1)));
        calls.put("tryReadAll", () -> reader.tryReadAll(new byte[1], 0, 1));
        calls.put("slices", reader::slices);
        calls.put("drain", () -> reader.drain((slices, length) -> 1));
        calls.put("transferTo", () -> reader.transferTo(new HostileChannel()));
        calls.put("peek", reader::peek);
        calls.put("consume", () -> reader.consume(0));
        calls.put("skip", () -> reader.skip(1));
        calls.put("indexOf", () -> reader.indexOf((byte) 1));
        calls.put("arm", () -> reader.arm(() -> {}, 8));
        writer.write(new byte[8], 0, 8);
        assertEquals(3, reader.drain((slices, length) -> {
            assertFound("RingReader[", calls);
            return 3;
        }));
        assertEquals(5, reader.readableBytes(), "nothing but what the owner read is gone");
        assertStillWorks(ring);
    }

    @Test
    void oneThreadMayBeInsideBothHalves() throws IOException {
        int count = writer.fill((slices, length) -> {
            assertEquals(0, reader.drain((waiting, there) -> there));
            assertFalse(reader.peek().hasRemaining());
            return 4;
        });
        assertEquals(4, count);
        assertEquals(4, reader.drain((slices, length) -> writer.fill((free, room) -> length)));
        assertEquals(4, reader.skip(9));
        assertStillWorks(ring);
    }

    @Test
    void halfMayBeHandedToAnotherThreadBetweenCalls() throws Exception {
        writer.write(new byte[3], 0, 3);
        TwoThreads.run(() -> writer.write(new byte[3], 0, 3), () -> {});
        TwoThreads.run(() -> {}, () -> assertEquals(6, reader.skip(9)));
        assertStillWorks(ring);
    }

    @Test
    void callThatThrowsLeavesTheHalf() throws Exception {
        assertThrowsExactly(
                IOException.class,
                () -> writer.fill((slices, length) -> {
                    throw new IOException("of the filler");
                }));
        assertThrowsExactly(IllegalStateException.class, () -> writer.commit(1));
        assertThrowsExactly(IllegalArgumentException.class, () -> reader.consume(1));
        TwoThreads.run(() -> writer.write(new byte[3], 0, 3), () -> reader.skip(0));
        assertStillWorks(ring);
    }
}
