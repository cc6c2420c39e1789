package io.bytering.blocking.bridges;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The input stream keeps the contract of {@link InputStream}, of which {@link java.io.PipedInputStream} is one. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InputStreamTest {
    private final Rig rig = rig();
    private final InputStream in = rig.in;

    Rig rig() {
        return new Rig(WaitStrategy.backOff());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Writes so many bytes of the sequence, more than fit, then closes. */
    private Task<Void> writing(int length) {
        return Task.start(() -> {
            rig.writer.write(TestBytes.of(0, length), 0, length);
            rig.writer.close();
            return null;
        });
    }

    @Test
    void readGivesEveryByteFrom0To255ThenMinusOne() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        Task.start(() -> {
            rig.writer.write(all, 0, 256);
            rig.writer.close();
            return null;
        });
        for (int i = 0; i < 256; i++) {
            assertEquals(i, in.read());
        }
        assertEquals(-1, in.read());
        assertEquals(-1, in.read());
    }

    @Test
    void lengthZeroGivesZeroAndNeverWaits() throws IOException {
        assertEquals(0, in.read(new byte[0]));
        assertEquals(0, in.read(new byte[3], 3, 0));
        rig.writer.close();
        assertEquals(0, in.read(new byte[0]));
    }

    @Test
    void badRangesMoveNothing() throws IOException {
        rig.put(2);
        assertThrows(IndexOutOfBoundsException.class, () -> in.read(new byte[2], 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> in.read(new byte[2], -1, 1));
        assertThrows(NullPointerException.class, () -> in.read(null));
        rig.takeAll();
    }

    @Test
    void readTakesManyBytesAtOnceIntoTheMiddle() throws IOException {
        rig.put(5);
        byte[] dst = new byte[8];
        assertEquals(5, in.read(dst, 2, 6));
        byte[] expected = new byte[8];
        TestBytes.fill(0, expected, 2, 5);
        assertArrayEquals(expected, dst);
    }

    @Test
    void availableIsWhatCanBeReadWithoutWaiting() throws IOException {
        assertEquals(0, in.available());
        rig.put(5);
        assertEquals(5, in.available());
        in.read();
        assertEquals(4, in.available());
        rig.put(4);
        assertEquals(Rig.CAPACITY, in.available());
        rig.writer.close();
        assertEquals(Rig.CAPACITY, in.available());
        rig.takeAll();
        assertEquals(0, in.available(), "at the end");
        in.close();
        assertThrows(ClosedChannelException.class, in::available);
    }

    @Test
    void skipWaitsUntilAllIsSkipped() throws IOException {
        rig.put(3);
        Task<Long> skipping = rig.waiting(() -> in.skip(20));
        rig.writer.write(TestBytes.of(3, 19), 0, 19);
        assertEquals(20, skipping.get());
        rig.take(2);
    }

    @Test
    void skipEndsAtTheEnd() throws IOException {
        Task<Long> skipping = rig.waiting(() -> in.skip(Long.MAX_VALUE));
        rig.put(3);
        rig.writer.close();
        assertEquals(3, skipping.get());
        assertEquals(0, in.skip(1));
        assertEquals(-1, in.read());
    }

    @Test
    void skipOfNothingMovesNothing() throws IOException {
        rig.put(1);
        assertEquals(0, in.skip(0));
        assertEquals(0, in.skip(-5));
        rig.takeAll();
    }

    @Test
    void transferToMovesTheWholeStream() throws IOException {
        Task<Void> writing = writing(1000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(1000, in.transferTo(out));
        assertArrayEquals(TestBytes.of(0, 1000), out.toByteArray());
        writing.get();
    }

    @Test
    void readNBytesWaitsForAllOrTheEnd() throws IOException {
        Task<Void> writing = writing(100);
        assertArrayEquals(TestBytes.of(0, 30), in.readNBytes(30));
        byte[] dst = new byte[50];
        assertEquals(50, in.readNBytes(dst, 0, 50));
        TestBytes.check(30, dst, 0, 50);
        assertEquals(20, in.readNBytes(dst, 0, 50));
        TestBytes.check(80, dst, 0, 20);
        assertEquals(0, in.readNBytes(dst, 0, 50));
        writing.get();
    }

    @Test
    void readAllBytesReadsToTheEnd() throws IOException {
        Task<Void> writing = writing(997);
        assertArrayEquals(TestBytes.of(0, 997), in.readAllBytes());
        assertArrayEquals(new byte[0], in.readAllBytes());
        writing.get();
    }
}
