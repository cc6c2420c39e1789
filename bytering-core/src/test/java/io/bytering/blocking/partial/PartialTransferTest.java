package io.bytering.blocking.partial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of several steps that are cut short tell how many bytes the whole call has moved. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PartialTransferTest {
    private final Rig rig = new Rig(WaitStrategy.parking());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aSkipTellsHowFarItCame() throws IOException {
        InputStream in = rig.reader.inputStream();
        rig.put(4);
        rig.reader.timeout(Duration.ofMillis(2));
        RingTimeoutException late = assertThrows(RingTimeoutException.class, () -> in.skip(10));
        assertEquals(4, late.bytesTransferred);
        rig.put(3);
        rig.reader.timeout(Duration.ofSeconds(240));
        Task<Long> skipping = rig.waiting(() -> in.skip(10));
        skipping.interrupt();
        assertEquals(3, skipping.failure(InterruptedIOException.class).bytesTransferred);
        assertTrue(skipping.interruptedAtEnd());
        rig.put(1);
        rig.takeAll();
    }

    @Test
    void aReadOfNBytesTellsHowFarItCame() throws IOException {
        InputStream in = rig.reader.inputStream();
        byte[] dst = new byte[12];
        rig.put(4);
        rig.reader.timeout(Duration.ofMillis(2));
        RingTimeoutException late = assertThrows(RingTimeoutException.class, () -> in.readNBytes(dst, 1, 10));
        assertEquals(4, late.bytesTransferred);
        TestBytes.check(0, dst, 1, 4);
        rig.put(3);
        rig.takeAll();
    }

    @Test
    void aGatheringWriteTellsHowFarItCame() throws IOException {
        ByteBuffer[] srcs = {
            ByteBuffer.wrap(TestBytes.of(0, 5)),
            ByteBuffer.wrap(TestBytes.of(5, 5)),
            ByteBuffer.wrap(TestBytes.of(10, 5))
        };
        rig.writer.timeout(Duration.ofMillis(2));
        RingTimeoutException late = assertThrows(
                RingTimeoutException.class, () -> rig.writer.channel().write(srcs));
        assertEquals(Rig.CAPACITY, late.bytesTransferred);
        rig.takeAll();
        rig.writer.timeout(Duration.ofSeconds(240));
        Task<Long> writing = rig.waiting(() -> {
            rig.put(5); // so that the rest does not fit
            return rig.writer.channel().write(new ByteBuffer[] {ByteBuffer.allocate(2), ByteBuffer.allocate(2)});
        });
        writing.interrupt();
        assertEquals(3, writing.failure(InterruptedIOException.class).bytesTransferred);
        assertTrue(writing.interruptedAtEnd());
    }
}
