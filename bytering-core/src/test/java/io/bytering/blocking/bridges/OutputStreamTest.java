package io.bytering.blocking.bridges;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytering.RingAbandonedException;
import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The output stream keeps the contract of {@link OutputStream}, of which {@link java.io.PipedOutputStream} is one. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutputStreamTest {
    private final Rig rig = rig();
    private final OutputStream out = rig.out;

    Rig rig() {
        return new Rig(WaitStrategy.backOff());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void writeOfAnIntWritesItsLowestByte() throws IOException {
        out.write(0);
        out.write(0x7f);
        out.write(0xff);
        out.write(0x1234);
        out.write(-1);
        byte[] got = new byte[5];
        assertEquals(5, rig.ring.reader().read(got, 0, 5));
        assertArrayEquals(new byte[] {0, 0x7f, -1, 0x34, -1}, got);
    }

    @Test
    void bytesAreTheReadersWithoutAFlush() throws IOException {
        out.write(TestBytes.of(0, 3));
        assertEquals(3, rig.ring.reader().readableBytes());
        out.flush();
        out.write(TestBytes.of(0, 6), 3, 2);
        rig.take(5);
    }

    @Test
    void writeReturnsWhenAllIsInTheRing() throws IOException {
        Task<Long> writing = rig.waiting(() -> {
            out.write(TestBytes.of(0, 20));
            return rig.ring.writer().position();
        });
        rig.take(8);
        rig.reader.awaitReadable(8);
        rig.take(3);
        assertFalse(writing.endsWithin(10), "it returned with a byte in hand");
        rig.reader.awaitReadable(8);
        rig.take(1);
        assertEquals(20, writing.get());
        rig.take(8);
    }

    @Test
    void badRangesMoveNothing() {
        assertThrows(IndexOutOfBoundsException.class, () -> out.write(new byte[2], 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> out.write(new byte[2], -1, 1));
        assertThrows(NullPointerException.class, () -> out.write(null));
        assertEquals(0, rig.ring.writer().position());
    }

    @Test
    void lengthZeroWritesNothingEvenIntoAFullRing() throws IOException {
        rig.fillUp();
        out.write(new byte[0]);
        out.write(new byte[2], 2, 0);
        rig.takeAll();
    }

    @Test
    void closeEndsTheStreamAndMayBeRepeated() throws IOException {
        out.write(TestBytes.of(0, 3));
        out.close();
        out.close();
        rig.take(3);
        assertEquals(-1, rig.in.read());
        assertThrows(ClosedChannelException.class, () -> out.write(1));
    }

    @Test
    void aStreamWithoutReaderFailsAtTheNextWrite() throws IOException {
        out.write(1);
        rig.in.close();
        assertThrows(RingAbandonedException.class, () -> out.write(2));
        assertThrows(RingAbandonedException.class, () -> out.write(new byte[2]));
    }

    @Test
    void takesATransferFromAnotherStream() throws IOException {
        Task<byte[]> reading = Task.start(() -> rig.in.readAllBytes());
        try (OutputStream closing = out) {
            assertEquals(1000, new ByteArrayInputStream(TestBytes.of(0, 1000)).transferTo(closing));
        }
        assertArrayEquals(TestBytes.of(0, 1000), reading.get());
    }
}
