package io.bytering.message;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.bytering.blocking.BlockingMessageReader;
import io.bytering.blocking.BlockingMessageWriter;
import io.bytering.storage.Storage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is allocated for a message where nobody has to wait, except the array that is asked for. */
@Tag("overlays")
@Timeout(300)
class MessageAllocationTest {
    private static final int CALLS = 20_000;

    /** The first rounds load classes; what is allocated later comes back in each. */
    private static final int ROUNDS = 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface RoundTrip {
        void run() throws Exception;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noMessageAllocates(boolean heap) throws Exception {
        assumeTrue(THREADS.isThreadAllocatedMemorySupported());
        THREADS.setThreadAllocatedMemoryEnabled(true);
        MessageRing ring = MessageRing.builder()
                .capacity(256)
                .storage(heap ? Storage.heap() : Storage.direct())
                .build();
        for (Map.Entry<String, RoundTrip> call : roundTrips(ring).entrySet()) {
            assertEquals(0, leastAllocated(call.getValue()), () -> call.getKey() + ": bytes in " + CALLS + " calls");
        }
        MessageWriter writer = ring.newWriter();
        assertTrue(
                leastAllocated(() -> {
                            writer.tryWrite(new byte[0]);
                            requireNonNull(ring.reader().tryRead());
                        })
                        > 0,
                "an array of its own is seen");
    }

    private static Map<String, RoundTrip> roundTrips(MessageRing ring) {
        MessageWriter writer = ring.newWriter();
        MessageReader reader = ring.reader();
        BlockingMessageWriter out = BlockingMessageWriter.of(ring.newWriter());
        BlockingMessageReader in = BlockingMessageReader.of(reader);
        byte[] message = new byte[100];
        ByteBuffer src = ByteBuffer.allocateDirect(50);
        ByteBuffer dst = ByteBuffer.allocate(100);
        MessageHandler handler = ByteBuffer::get;
        Map<String, RoundTrip> calls = new LinkedHashMap<>();
        calls.put("tryWrite, tryRead of a buffer", () -> {
            writer.tryWrite(message);
            reader.tryRead(dst.clear());
        });
        calls.put("tryWrite of a buffer, peek", () -> {
            writer.tryWrite(src.clear());
            requireNonNull(reader.peek()).get();
            reader.consume();
        });
        calls.put("claim, drain", () -> {
            requireNonNull(writer.claim(100)).putLong(1);
            writer.commit(8);
            assertEquals(1, reader.drain(handler, 10));
        });
        calls.put("claim, abort, no room", () -> {
            requireNonNull(writer.claim(256));
            writer.abort();
            writer.tryWrite(message);
            writer.tryWrite(message);
            if (writer.tryWrite(message)) {
                throw new AssertionError();
            }
            reader.drain(handler, 10);
        });
        calls.put("waiting views that need not wait", () -> {
            out.write(message);
            out.write(src.clear());
            out.claim(1).put((byte) 1);
            out.commit(1);
            in.read(dst.clear());
            if (!in.awaitMessage()) {
                throw new AssertionError();
            }
            requireNonNull(in.peek());
            in.consume();
            in.drain(handler, 1);
        });
        return calls;
    }

    private static long leastAllocated(RoundTrip call) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
