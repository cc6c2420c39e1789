package io.bytering.blocking.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytering.RingAbandonedException;
import io.bytering.blocking.Rig;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How streams end: by a close of either side, never by the death of a thread. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamEndingsTest {
    private final Rig rig = rig();
    private final InputStream in = rig.in;
    private final OutputStream out = rig.out;

    Rig rig() {
        return new Rig(WaitStrategy.parking());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aReadIsEndedByAnotherThreadsClose() throws IOException {
        Task<Integer> reading = rig.waiting(in::read);
        in.close();
        reading.failure(AsynchronousCloseException.class);
        assertThrows(ClosedChannelException.class, in::read);
        assertThrows(ClosedChannelException.class, () -> in.skip(1));
        in.close();
    }

    @Test
    void aWriteIsEndedByAnotherThreadsClose() throws IOException {
        rig.fillUp();
        Task<Void> writing = rig.waiting(() -> {
            out.write(1);
            return null;
        });
        out.close();
        writing.failure(AsynchronousCloseException.class);
        rig.takeAll();
        assertEquals(-1, in.read());
    }

    @Test
    void closingTheInputFailsABlockedWrite() throws IOException {
        Task<Void> writing = rig.waiting(() -> {
            out.write(new byte[100]);
            return null;
        });
        in.close();
        writing.failure(RingAbandonedException.class);
    }

    /** A piped stream says "Write end dead" here, although another thread may write on. */
    @Test
    void theWritersThreadMayDieAndAnotherGoOn() throws Exception {
        Task<Void> first = Task.start(() -> {
            out.write(TestBytes.at(0));
            return null;
        });
        first.get();
        first.thread().join();
        assertEquals(TestBytes.at(0), (byte) in.read());
        rig.reader.timeout(Duration.ofMillis(20));
        assertThrows(RingTimeoutException.class, in::read);
        rig.reader.timeout(Duration.ofSeconds(240));
        Task<Integer> reading = rig.waiting(in::read);
        out.write(77);
        assertEquals(77, reading.get());
    }

    /** A piped stream says "Read end dead" here. */
    @Test
    void theReadersThreadMayDieAndAnotherGoOn() throws Exception {
        Task<Integer> first = Task.start(in::read);
        out.write(5);
        assertEquals(5, first.get());
        first.thread().join();
        rig.put(Rig.CAPACITY);
        rig.writer.timeout(Duration.ofMillis(20));
        assertThrows(RingTimeoutException.class, () -> out.write(1));
        assertEquals(Rig.CAPACITY, in.readNBytes(Rig.CAPACITY).length);
    }

    @Test
    void severalStreamsOverOneHalfAreOneStream() throws IOException {
        rig.put(4);
        assertEquals(TestBytes.at(0), (byte) in.read());
        assertEquals(TestBytes.at(1), (byte) rig.reader.inputStream().read());
        rig.take(1);
        assertEquals(TestBytes.at(3), (byte) in.read());
        assertFalse(rig.ring.writer().isAbandoned());
        rig.reader.inputStream().close();
        assertThrows(ClosedChannelException.class, in::read);
    }
}
