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
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The writable channel: a write returns when all bytes of all buffers are in the ring, and checks everything first. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WritableChannelTest {
    private final Rig rig = rig();
    private final GatheringByteChannel channel = rig.writable();

    Rig rig() {
        return new Rig(WaitStrategy.parking());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Buffers with so many bytes each of the sequence, of all kinds. */
    private static ByteBuffer[] bytes(int... sizes) {
        ByteBuffer[] buffers = new ByteBuffer[sizes.length];
        long position = 0;
        for (int i = 0; i < sizes.length; i++) {
            ByteBuffer whole = i % 2 == 0 ? ByteBuffer.allocate(sizes[i] + 2) : ByteBuffer.allocateDirect(sizes[i] + 2);
            whole.position(1);
            whole.put(TestBytes.of(position, sizes[i]));
            whole.flip().position(1);
            buffers[i] = i % 3 == 0 ? whole.asReadOnlyBuffer() : whole;
            position += sizes[i];
        }
        return buffers;
    }

    @Test
    void writeReturnsAfterTheLastByte() throws IOException {
        ByteBuffer src = bytes(20)[0];
        Task<Integer> writing = rig.waiting(() -> channel.write(src));
        rig.take(8);
        rig.reader.awaitReadable(8);
        rig.take(3);
        assertFalse(writing.endsWithin(10), "it returned with a byte in hand");
        rig.reader.awaitReadable(8);
        rig.take(8);
        assertEquals(20, writing.get());
        assertFalse(src.hasRemaining());
        rig.takeAll();
    }

    @Test
    void gatherWritesBufferAfterBuffer() throws IOException {
        ByteBuffer[] srcs = bytes(2, 0, 3, 1);
        assertEquals(6, channel.write(srcs));
        for (ByteBuffer src : srcs) {
            assertFalse(src.hasRemaining());
        }
        rig.takeAll();
    }

    @Test
    void gatherMayExceedTheRing() throws IOException {
        Task<Long> writing = rig.waiting(() -> channel.write(bytes(7, 20, 0, 30)));
        byte[] got = new byte[57];
        rig.reader.readFully(got, 0, 57);
        TestBytes.check(0, got, 0, 57);
        assertEquals(57, writing.get());
    }

    @Test
    void gatherTouchesOnlyTheBuffersNamed() throws IOException {
        ByteBuffer[] srcs = bytes(0, 2, 3, 2);
        srcs[0] = null; // not among those named
        assertEquals(5, channel.write(srcs, 1, 2));
        assertEquals(2, srcs[3].remaining());
        rig.takeAll();
    }

    @Test
    void nothingToWriteIsNothingToWaitFor() throws IOException {
        rig.fillUp();
        rig.writer.timeout(Duration.ofMillis(500)); // a wait fails
        assertEquals(0, channel.write(ByteBuffer.allocate(0)));
        assertEquals(0, channel.write(new ByteBuffer[0]));
        assertEquals(0, channel.write(bytes(0, 0)));
        assertEquals(0, channel.write(bytes(4, 4), 2, 0));
        rig.takeAll();
    }

    @Test
    void badArgumentsAreRefusedBeforeAnythingMoves() {
        ByteBuffer[] srcs = bytes(2, 2, 2);
        srcs[2] = null;
        assertThrows(NullPointerException.class, () -> channel.write(srcs));
        assertThrows(NullPointerException.class, () -> channel.write((ByteBuffer) null));
        assertThrows(IndexOutOfBoundsException.class, () -> channel.write(bytes(2, 2), 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> channel.write(bytes(2, 2), -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> channel.write(bytes(2, 2), 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> channel.write(bytes(2, 2), 1, Integer.MAX_VALUE));
        assertEquals(2, srcs[0].remaining());
        assertEquals(0, rig.ring.writer().position());
    }

    @Test
    void aGatheringWriteThatIsCutShortLeavesItsPlaceInTheBuffers() throws IOException {
        ByteBuffer[] srcs = bytes(5, 5, 5);
        rig.writer.timeout(Duration.ofMillis(2));
        assertThrows(RingTimeoutException.class, () -> channel.write(srcs));
        assertEquals(0, srcs[0].remaining());
        assertEquals(2, srcs[1].remaining());
        assertEquals(5, srcs[2].remaining());
        rig.takeAll();
        assertEquals(7, channel.write(srcs)); // the same call again
        rig.takeAll();
    }

    @Test
    void withoutReaderItFails() throws IOException {
        Task<Long> writing = rig.waiting(() -> channel.write(bytes(5, 5)));
        rig.reader.close();
        writing.failure(RingAbandonedException.class);
        assertThrows(RingAbandonedException.class, () -> channel.write(bytes(1)[0]));
        assertThrows(RingAbandonedException.class, () -> channel.write(bytes(1, 1)));
    }
}
