package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.assertStillWorks;
import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingAssertions;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.testing.HostileChannel;
import io.bytering.testing.TestBytes;
import io.bytering.testing.Uses;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A half whose memory is lent to a callback refuses every other use until the callback returns, and nothing moves. */
abstract class LentHalfContractTest implements RingFactory {
    /** Half full, and over the end where there is one. */
    private ByteRing halfFull() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 6);
        ring.writer().write(of(0, 4), 0, 4);
        return ring;
    }

    private interface Lending {
        void during(Executable inside) throws Throwable;
    }

    private static Map<String, Lending> lendings(RingWriter writer, HostileChannel channel) {
        Map<String, Lending> all = new LinkedHashMap<>();
        all.put(
                "fill",
                inside -> writer.fill((slices, length) -> {
                    run(inside);
                    return 0;
                }));
        all.put("transferFrom", inside -> {
            channel.inside = () -> run(inside);
            channel.lie = 0L;
            writer.transferFrom(channel);
        });
        return all;
    }

    private static Map<String, Lending> lendings(RingReader reader, HostileChannel channel) {
        Map<String, Lending> all = new LinkedHashMap<>();
        all.put(
                "drain",
                inside -> reader.drain((slices, length) -> {
                    run(inside);
                    return 0;
                }));
        all.put("transferTo", inside -> {
            channel.inside = () -> run(inside);
            channel.lie = 0L;
            reader.transferTo(channel);
        });
        return all;
    }

    private static void run(Executable inside) {
        try {
            inside.execute();
        } catch (Throwable e) {
            throw RingAssertions.<RuntimeException>sneaky(e);
        }
    }

    private static void assertRefused(String name, Map<String, Executable> uses) {
        uses.forEach((use, call) -> {
            Exception thrown = assertThrowsExactly(IllegalStateException.class, call, name + ": " + use);
            assertTrue(thrown.getMessage().contains("lent to a callback"), name + ": " + thrown);
        });
    }

    @Test
    void everyUseOfALentWriterIsRefused() throws Throwable {
        ByteRing ring = halfFull();
        RingWriter writer = ring.writer();
        Map<String, Executable> uses = Uses.of(writer);
        uses.put("abort()", writer::abort);
        for (Map.Entry<String, Lending> lending :
                lendings(writer, new HostileChannel()).entrySet()) {
            boolean[] ran = new boolean[1];
            lending.getValue().during(() -> {
                assertRefused(lending.getKey(), uses);
                assertEquals(10, writer.position());
                assertEquals(4, writer.writableBytes());
                assertTrue(writer.canClaim(2));
                ran[0] = true;
            });
            assertTrue(ran[0], lending.getKey());
        }
        assertEquals(10, writer.position());
        assertArrayEquals(of(0, 4), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @Test
    void everyUseOfALentReaderIsRefused() throws Throwable {
        ByteRing ring = halfFull();
        RingReader reader = ring.reader();
        for (Map.Entry<String, Lending> lending :
                lendings(reader, new HostileChannel()).entrySet()) {
            boolean[] ran = new boolean[1];
            lending.getValue().during(() -> {
                assertRefused(lending.getKey(), Uses.of(reader));
                assertEquals(6, reader.position());
                assertEquals(4, reader.readableBytes());
                assertFalse(reader.isExhausted());
                ran[0] = true;
            });
            assertTrue(ran[0], lending.getKey());
        }
        assertArrayEquals(of(0, 4), readAll(reader));
        assertStillWorks(ring);
    }

    @Test
    void whatTheFillerPutIsPublishedAlthoughItTriedToUseItsWriter() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 6); // drained, and not at index 0: a transfer would start over
        RingWriter writer = ring.writer();
        assertEquals(8, writer.fill((slices, length) -> {
            TestBytes.put(slices, 0, length);
            Uses.of(writer).forEach((use, call) -> assertThrowsExactly(IllegalStateException.class, call, use));
            return length;
        }));
        assertArrayEquals(of(0, 8), readAll(ring.reader()));
        assertStillWorks(ring);
    }

    @Test
    void theOtherHalfMayBeUsed() throws IOException {
        ByteRing ring = halfFull();
        assertEquals(3, ring.reader().drain((slices, length) -> {
            assertEquals(2, ring.writer().write(of(4, 2)));
            return 3;
        }));
        assertEquals(1, ring.writer().fill((slices, length) -> {
            assertEquals(3, ring.reader().skip(9));
            return 1;
        }));
        assertEquals(1, ring.reader().readableBytes());
    }

    @Test
    void aHalfThatIsClosedInsideEndsItsCall() throws IOException {
        ByteRing ring = halfFull();
        assertThrowsExactly(
                RingClosedException.class,
                () -> ring.writer().fill((slices, length) -> {
                    ring.writer().close();
                    return 1;
                }));
        assertEquals(4, ring.reader().drain((slices, length) -> {
            ring.reader().close();
            return length;
        }));
        assertTrue(ring.writer().isClosed() && ring.reader().isClosed());
        assertThrowsExactly(RingClosedException.class, () -> ring.reader().peek());
    }
}
