package io.bytering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.PositionBytes;
import io.bytering.testing.TestBytes;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that runs out of stack at any depth has either taken effect or not, and leaves a half that goes on. */
@Timeout(300)
class CutShortTest {
    private interface Call {
        Object run() throws Exception;
    }

    private int cut;

    /** Runs out of stack, and on the way back tries the call from each depth until it succeeds. */
    private void fromTheDepth(Call call) throws Exception {
        boolean[] done = new boolean[1];
        dive(call, done);
        if (!done[0]) {
            call.run();
        }
    }

    private void dive(Call call, boolean[] done) throws Exception {
        try {
            dive(call, done);
        } catch (StackOverflowError deeper) {
            if (!done[0]) {
                cut++;
                call.run();
                done[0] = true;
            }
        }
    }

    @Test
    void noCallWrecksAHalf() throws Exception {
        Throwable[] failure = new Throwable[1];
        Thread shallow = new Thread(null, () -> failure[0] = failureOfAll(), "little stack", 256 * 1024);
        shallow.start();
        shallow.join();
        if (failure[0] != null) {
            throw new AssertionError(failure[0]);
        }
        assertTrue(cut > 0, "calls were cut short");
    }

    private Throwable failureOfAll() {
        long deadline = System.nanoTime() + Effort.RACE_NANOS;
        try {
            int round = 0;
            do {
                run(false, round);
                run(true, round++);
            } while (System.nanoTime() - deadline < 0);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private void run(boolean many, int round) throws Exception {
        int capacity = 23;
        BroadcastRing broadcast = BroadcastRing.builder()
                .capacity(capacity)
                .storage(Storage.heap())
                .build();
        ByteRing one =
                ByteRing.builder().capacity(capacity).storage(Storage.heap()).build();
        RingWriter writer = many ? broadcast.writer() : one.writer();
        RingReader reader = many ? broadcast.subscribe() : one.reader();
        Map<String, Call> writes = new LinkedHashMap<>();
        writes.put("write", () -> writer.write(PositionBytes.from(writer.position(), 7)));
        writes.put("tryWriteAll", () -> writer.tryWriteAll(PositionBytes.from(writer.position(), 5)));
        writes.put("claim", () -> {
            ByteBuffer claim = writer.claim(9);
            if (claim != null) {
                PositionBytes.put(claim, writer.position());
                writer.commit(9);
            }
            return claim;
        });
        writes.put(
                "fill",
                () -> writer.fill((slices, length) -> {
                    int here = slices[0].remaining();
                    PositionBytes.put(slices[0], writer.position());
                    PositionBytes.put(slices[1], writer.position() + here);
                    return Math.min(length, 6);
                }));
        Map<String, Call> reads = new LinkedHashMap<>();
        reads.put("read", () -> checked(reader, new byte[8]));
        reads.put("peek", () -> {
            ByteBuffer peeked = reader.peek();
            byte[] bytes = TestBytes.content(peeked);
            PositionBytes.check(bytes, bytes.length, reader.position());
            reader.consume(bytes.length);
            return bytes.length;
        });
        reads.put(
                "drain",
                () -> reader.drain((slices, length) -> {
                    byte[] bytes = TestBytes.content(slices);
                    PositionBytes.check(bytes, bytes.length, reader.position());
                    return length;
                }));
        for (int i = 0; i < 4; i++) { // so that no lambda is linked, nor class loaded, where there is no stack for it
            for (Call call : (i % 2 == 0 ? writes : reads).values()) {
                call.run();
            }
        }
        for (int i = 0; i < 10; i++) {
            for (Map.Entry<String, Call> call : (i % 2 == 0 ? writes : reads).entrySet()) {
                RingHalf half = i % 2 == 0 ? writer : reader;
                fromTheDepth(call.getValue());
                assertEquals(writer.position(), half.state.written.loadVolatile(), call.getKey());
                assertEquals(reader.position(), reader.state.read.loadVolatile(), call.getKey());
                assertTrue(reader.position() <= writer.position(), call.getKey());
                drainSome(reader, (i + round) % 5);
            }
        }
        // all that was written is read in the end, and is right
        while (reader.readableBytes() > 0) {
            checked(reader, new byte[4]);
        }
        assertEquals(writer.position(), reader.position());
        writer.abort();
        for (int length = 1; length <= capacity; length++) {
            ByteBuffer claim = writer.claim(length);
            assertTrue(claim != null, "a drained ring has room for " + length);
            PositionBytes.put(claim, writer.position());
            writer.commit(length);
            checked(reader, new byte[length]);
        }
    }

    private static void drainSome(RingReader reader, int bytes) {
        checked(reader, new byte[bytes]);
    }

    private static int checked(RingReader reader, byte[] bytes) {
        long position = reader.position();
        int count = reader.read(bytes);
        PositionBytes.check(bytes, count, position);
        return count;
    }
}
