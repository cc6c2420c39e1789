package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.bytering.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** No call allocates as long as it does not wait. */
@Tag("overlays")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ParameterizedClass
@MethodSource("storages")
class AllocationTest {
    private static final int CALLS = 2_000;
    /** Less than any object per call, but room for what the runtime does behind our back. */
    private static final long TOLERATED = CALLS;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final byte[] bytes = new byte[11];
    private final ByteBuffer heap = ByteBuffer.allocate(11);
    private final ByteBuffer direct = ByteBuffer.allocateDirect(11);
    private final ByteBuffer[] both = {heap, direct};
    private final BlockingReader reader;
    private final BlockingWriter writer;

    static Stream<Storage> storages() {
        return Stream.of(Storage.heap(), Storage.direct());
    }

    AllocationTest(Storage storage) {
        Rig rig = new Rig(64, WaitStrategy.backOff(), storage, true);
        reader = rig.reader;
        writer = rig.writer;
    }

    @AfterEach
    void close() {
        writer.close();
        reader.close();
    }

    /** One write and one read. */
    private interface Calls {
        void run() throws IOException;
    }

    private static void assertNoAllocation(Calls calls) throws IOException {
        assumeTrue(THREADS.isThreadAllocatedMemorySupported());
        THREADS.setThreadAllocatedMemoryEnabled(true);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5 && least > TOLERATED; round++) { // the first rounds load classes and compile
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                calls.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        long bytesPerCall = least / CALLS;
        assertTrue(least <= TOLERATED, () -> bytesPerCall + " bytes for a write and a read");
    }

    private void clear() {
        heap.clear();
        direct.clear();
    }

    @Test
    void arrays() throws IOException {
        assertNoAllocation(() -> {
            writer.write(bytes, 0, 11);
            writer.write(bytes, 0, 5);
            reader.readFully(bytes, 0, 5);
            reader.read(bytes, 0, 11);
        });
    }

    @Test
    void buffers() throws IOException {
        assertNoAllocation(() -> {
            clear();
            writer.write(heap);
            writer.write(direct);
            clear();
            reader.read(direct);
            reader.read(heap);
        });
    }

    @Test
    void awaits() throws IOException {
        Duration limit = Duration.ofSeconds(5);
        assertNoAllocation(() -> {
            writer.awaitWritable(7);
            writer.awaitWritable(7, limit);
            writer.write(bytes, 0, 7);
            reader.awaitReadable(7);
            reader.awaitReadable(7, limit);
            reader.skip(7);
        });
    }

    @Test
    void claimsAndCallbacks() throws IOException {
        assertNoAllocation(() -> {
            writer.claim(9).putLong(1);
            writer.commit(8);
            writer.fill((slices, length) -> 3);
            reader.drain((slices, length) -> length);
        });
    }

    @Test
    void peeksAndTransfers() throws IOException {
        AnyBytes channel = new AnyBytes();
        assertNoAllocation(() -> {
            writer.transferFrom(channel);
            reader.peek(4);
            reader.consume(4);
            reader.transferTo(channel);
        });
    }

    @Test
    void callsOfManySteps() throws IOException {
        reader.deadline(1, TimeUnit.HOURS);
        writer.deadline(1, TimeUnit.HOURS);
        InputStream in = reader.inputStream();
        CompletableOutputStream out = writer.completableStream();
        assertNoAllocation(() -> {
            clear();
            out.write(bytes);
            out.write(bytes);
            out.write(bytes);
            out.flush();
            reader.readFully(direct);
            in.readNBytes(bytes, 0, 11);
            in.skipNBytes(11);
        });
    }

    /** Takes all bytes and keeps none, and gives as many as there is room for. */
    private static final class AnyBytes implements GatheringByteChannel, ScatteringByteChannel {
        @Override
        public int read(ByteBuffer dst) {
            return dst.remaining();
        }

        @Override
        public long read(ByteBuffer[] dsts, int offset, int length) {
            return write(dsts, offset, length);
        }

        @Override
        public long read(ByteBuffer[] dsts) {
            return read(dsts, 0, dsts.length);
        }

        @Override
        public int write(ByteBuffer src) {
            return src.remaining();
        }

        @Override
        public long write(ByteBuffer[] srcs, int offset, int length) {
            long count = 0;
            for (int i = offset; i < offset + length; i++) {
                count += srcs[i].remaining();
            }
            return count;
        }

        @Override
        public long write(ByteBuffer[] srcs) {
            return write(srcs, 0, srcs.length);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void streams() throws IOException {
        InputStream in = reader.inputStream();
        OutputStream out = writer.outputStream();
        assertNoAllocation(() -> {
            out.write(1);
            out.write(bytes);
            out.write(bytes);
            in.read();
            in.read(bytes);
            in.skip(in.available());
        });
    }

    @Test
    void channels() throws IOException {
        passThrough(writer.channel(), reader.channel());
    }

    @Test
    void interruptibleChannels() throws IOException {
        passThrough(writer.interruptibleChannel(), reader.interruptibleChannel());
    }

    private void passThrough(GatheringByteChannel out, ScatteringByteChannel in) throws IOException {
        assertNoAllocation(() -> {
            clear();
            out.write(heap);
            out.write(both);
            clear();
            in.read(both);
        });
    }
}
