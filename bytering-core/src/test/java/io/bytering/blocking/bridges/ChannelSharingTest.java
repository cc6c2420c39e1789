package io.bytering.blocking.bridges;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads on one channel: operations go one by one, a close waits for none. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelSharingTest {
    private final Rig rig = rig();
    private final ScatteringByteChannel in = rig.readable();
    private final GatheringByteChannel out = rig.writable();

    Rig rig() {
        return new Rig(WaitStrategy.parking());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aSecondReadWaitsForTheFirst() throws IOException {
        ByteBuffer first = ByteBuffer.allocate(4);
        ByteBuffer second = ByteBuffer.allocate(4);
        Task<Integer> one = rig.waiting(() -> in.read(first));
        Task<Long> two = rig.waiting(() -> in.read(new ByteBuffer[] {second}));
        rig.put(3);
        assertEquals(3, one.get());
        assertFalse(two.endsWithin(10), "the second has read nothing yet");
        rig.put(2);
        assertEquals(2, two.get());
        TestBytes.check(0, first.array(), 0, 3);
        TestBytes.check(3, second.array(), 0, 2);
    }

    @Test
    void gatheredBuffersOfTwoThreadsAreNotMixed() throws IOException {
        Task<Long> one = rig.waiting(() -> out.write(message(1)));
        Task<Long> two = rig.waiting(() -> out.write(message(2)));
        Task<Integer> three = rig.waiting(() -> out.write(message(3)[0]));
        byte[] got = new byte[45];
        rig.reader.readFully(got);
        assertEquals(20, one.get());
        assertEquals(20, two.get());
        assertEquals(5, three.get());
        byte[] expected = new byte[45];
        Arrays.fill(expected, 0, 20, (byte) 1);
        boolean secondFirst = got[20] == 2;
        Arrays.fill(expected, 20, 45, (byte) (secondFirst ? 2 : 3));
        Arrays.fill(expected, secondFirst ? 40 : 25, 45, (byte) (secondFirst ? 3 : 2));
        assertArrayEquals(expected, got);
    }

    /** Four buffers of five. */
    private static ByteBuffer[] message(int value) {
        ByteBuffer[] buffers = new ByteBuffer[4];
        for (int i = 0; i < 4; i++) {
            byte[] bytes = new byte[5];
            Arrays.fill(bytes, (byte) value);
            buffers[i] = ByteBuffer.wrap(bytes);
        }
        return buffers;
    }

    @Test
    void aCloseEndsTheReadUnderWayAndTheOneBehindIt() throws IOException {
        Task<Integer> one = rig.waiting(() -> in.read(ByteBuffer.allocate(1)));
        Task<Integer> two = rig.waiting(() -> in.read(ByteBuffer.allocate(1)));
        in.close();
        one.failure(AsynchronousCloseException.class);
        assertInstanceOf(ClosedChannelException.class, two.failure());
    }

    @Test
    void aCloseEndsTheWriteUnderWayAndTheOneBehindIt() throws IOException {
        rig.fillUp();
        Task<Long> one = rig.waiting(() -> out.write(message(1)));
        Task<Integer> two = rig.waiting(() -> out.write(ByteBuffer.allocate(1)));
        out.close();
        one.failure(AsynchronousCloseException.class);
        assertInstanceOf(ClosedChannelException.class, two.failure());
        rig.takeAll();
    }

    @Test
    void closingIsForTheWholeHalfAndMayBeRepeated() throws IOException {
        ScatteringByteChannel other = rig.readable();
        assertTrue(in.isOpen());
        assertTrue(out.isOpen());
        in.close();
        in.close();
        assertFalse(in.isOpen());
        assertFalse(other.isOpen());
        assertTrue(out.isOpen(), "the writer is told by its next write");
        out.close();
        out.close();
        assertFalse(out.isOpen());
        assertClosed(ByteBuffer.allocate(1));
        assertClosed(ByteBuffer.allocate(0));
    }

    private void assertClosed(ByteBuffer buffer) {
        ByteBuffer[] buffers = {buffer};
        assertThrows(ClosedChannelException.class, () -> in.read(buffer));
        assertThrows(ClosedChannelException.class, () -> in.read(buffers));
        assertThrows(ClosedChannelException.class, () -> out.write(buffer));
        assertThrows(ClosedChannelException.class, () -> out.write(buffers));
    }
}
