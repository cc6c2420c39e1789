package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time limits: kept by every call, told in numbers, and harmless, so that the call can be repeated. */
interface TimeoutContract extends RigContract {
    @EachCall
    default void readersTimeOutAndCanTryAgain(ReaderCall call) throws IOException {
        Rig rig = rig();
        rig.reader.timeout(Duration.ofMillis(2));
        long start = System.nanoTime();
        RingTimeoutException e = assertThrows(RingTimeoutException.class, () -> call.on(rig.reader));
        assertTrue(System.nanoTime() - start >= 2_000_000, "too soon");
        assertEquals("waited 2.0 ms for bytes to read: at least 1", e.getMessage());
        assertEquals(0, e.bytesTransferred);
        assertThrows(RingTimeoutException.class, () -> call.on(rig.reader));
        rig.put(2);
        assertTrue(call.on(rig.reader) >= 0);
        rig.takeAll();
    }

    @EachCall
    default void writersTimeOutAndCanTryAgain(WriterCall call) throws IOException {
        Rig rig = rig();
        rig.fillUp();
        rig.writer.timeout(1500, TimeUnit.MICROSECONDS);
        long start = System.nanoTime();
        RingTimeoutException e = assertThrows(RingTimeoutException.class, () -> call.on(rig.writer));
        assertTrue(System.nanoTime() - start >= 1_500_000, "too soon");
        assertEquals("waited 1.5 ms for room to write: at least 1", e.getMessage());
        assertEquals(0, e.bytesTransferred);
        assertThrows(RingTimeoutException.class, () -> call.on(rig.writer));
        rig.take(2);
        assertTrue(call.on(rig.writer) >= 0);
        rig.takeAll();
    }

    @Test
    default void awaitTakesATimeLimitOfItsOwn() throws IOException {
        Rig rig = rig();
        rig.reader.timeout(1, TimeUnit.DAYS);
        rig.writer.timeout(Duration.ofDays(1));
        rig.put(3);
        Exception e = assertThrows(RingTimeoutException.class, () -> rig.reader.awaitReadable(4, Duration.ofMillis(3)));
        assertEquals("waited 3.0 ms for bytes to read: at least 4", e.getMessage());
        e = assertThrows(RingTimeoutException.class, () -> rig.reader.awaitReadable(5, 4, TimeUnit.MILLISECONDS));
        assertEquals("waited 4.0 ms for bytes to read: at least 5", e.getMessage());
        e = assertThrows(RingTimeoutException.class, () -> rig.writer.awaitWritable(6, Duration.ofMillis(3)));
        assertEquals("waited 3.0 ms for room to write: at least 6", e.getMessage());
        e = assertThrows(RingTimeoutException.class, () -> rig.writer.awaitWritable(7, 4, TimeUnit.MILLISECONDS));
        assertEquals("waited 4.0 ms for room to write: at least 7", e.getMessage());
        rig.takeAll();
    }

    @Test
    default void zeroMeansNotAtAll() throws IOException {
        Rig rig = rig();
        rig.put(3);
        assertTrue(rig.reader.awaitReadable(3, Duration.ZERO));
        assertTrue(rig.writer.awaitWritable(5, 0, TimeUnit.SECONDS));
        assertThrows(RingTimeoutException.class, () -> rig.reader.awaitReadable(4, 0, TimeUnit.DAYS));
        assertThrows(RingTimeoutException.class, () -> rig.writer.awaitWritable(6, Duration.ZERO));
        rig.takeAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 20})
    default void aWriteThatTimesOutTellsHowFarItCame(int length) throws IOException {
        Rig rig = rig();
        byte[] src = TestBytes.of(0, length);
        rig.writer.timeout(1, TimeUnit.MILLISECONDS);
        RingTimeoutException e = assertThrows(RingTimeoutException.class, () -> rig.writer.write(src, 0, length));
        assertEquals(Rig.CAPACITY, e.bytesTransferred);
        rig.take(2);
        ByteBuffer rest = ByteBuffer.wrap(src, e.bytesTransferred, length - e.bytesTransferred);
        if (rest.remaining() > 2) {
            assertEquals(2, assertThrows(RingTimeoutException.class, () -> rig.writer.write(rest)).bytesTransferred);
        } else {
            rig.writer.write(rest);
        }
        assertEquals(Math.min(length, Rig.CAPACITY + 2), rest.position());
        rig.takeAll();
    }

    @Test
    default void aReadFullyThatTimesOutTellsHowFarItCame() throws IOException {
        Rig rig = rig();
        rig.put(3);
        byte[] dst = new byte[6];
        rig.reader.timeout(Duration.ofMillis(1));
        RingTimeoutException e = assertThrows(RingTimeoutException.class, () -> rig.reader.readFully(dst, 0, 6));
        assertEquals(3, e.bytesTransferred);
        rig.put(3);
        rig.reader.readFully(dst, 3, 3);
        TestBytes.check(0, dst, 0, 6);
    }

    @Test
    default void theLongestTimesAreNoLimit() throws IOException {
        Rig rig = rig();
        rig.reader.timeout(Duration.ofSeconds(Long.MAX_VALUE));
        Task<Boolean> waiting = rig.waiting(() -> rig.reader.awaitReadable(1, Long.MAX_VALUE, TimeUnit.DAYS));
        rig.put(1);
        assertTrue(waiting.get());
        rig.take(1);
        Task<Boolean> again = rig.waiting(() -> rig.reader.awaitReadable(1));
        assertFalse(again.endsWithin(5));
        rig.put(1);
        assertTrue(again.get());
    }
}
