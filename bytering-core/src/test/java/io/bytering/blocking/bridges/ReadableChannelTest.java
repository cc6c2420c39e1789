package io.bytering.blocking.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The readable channel: waits for one byte if there is room for it, fills buffer after buffer, checks everything first. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadableChannelTest {
    private final Rig rig = rig();
    private final ScatteringByteChannel channel = rig.readable();

    /** A wait without need fails. */
    @BeforeEach
    void limit() {
        rig.reader.timeout(Duration.ofMillis(500));
    }

    Rig rig() {
        return new Rig(WaitStrategy.parking());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Buffers with this much room each, all with a byte before and one behind that must not be touched. */
    private static ByteBuffer[] room(int... sizes) {
        ByteBuffer[] buffers = new ByteBuffer[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            ByteBuffer whole = i % 2 == 0 ? ByteBuffer.allocate(sizes[i] + 2) : ByteBuffer.allocateDirect(sizes[i] + 2);
            buffers[i] = whole.position(1).limit(sizes[i] + 1);
        }
        return buffers;
    }

    /** The buffers hold so many bytes each, which are those of the sequence from this position on. */
    private static void check(long position, ByteBuffer[] buffers, int... counts) {
        for (int i = 0; i < counts.length; i++) {
            assertEquals(counts[i], buffers[i].position() - 1, "bytes in buffer " + i);
            ByteBuffer whole = buffers[i].duplicate().clear();
            for (int j = 0; j < whole.capacity(); j++) {
                boolean within = j >= 1 && j <= counts[i];
                assertEquals(within ? TestBytes.at(position++) : 0, whole.get(j), "byte " + j + " of buffer " + i);
            }
        }
    }

    @Test
    void readTakesWhatIsThereAndFits() throws IOException {
        ByteBuffer[] dsts = room(4, 6);
        rig.put(6);
        rig.take(1);
        assertEquals(4, channel.read(dsts[0]));
        assertEquals(1, channel.read(dsts[1]));
        check(1, dsts, 4, 1);
    }

    @Test
    void withoutRoomItGivesZeroAtOnceWhateverTheRingHolds() throws IOException {
        assertEquals(0, channel.read(ByteBuffer.allocate(0)));
        assertEquals(0, channel.read(room(0, 0)));
        assertEquals(0, channel.read(new ByteBuffer[0]));
        assertEquals(0, channel.read(room(4, 4), 1, 0));
        rig.put(2);
        assertEquals(0, channel.read(room(0, 0)));
        rig.takeAll();
    }

    @Test
    void atTheEndItGivesMinusOneEachTime() throws IOException {
        rig.put(1);
        rig.writer.close();
        assertEquals(1, channel.read(ByteBuffer.allocate(2)));
        for (int i = 0; i < 2; i++) {
            assertEquals(-1, channel.read(ByteBuffer.allocate(2)));
            assertEquals(-1, channel.read(room(1, 1)));
        }
    }

    @Test
    void scatterFillsEachBufferBeforeTheNext() throws IOException {
        rig.put(6);
        ByteBuffer[] dsts = room(3, 0, 2, 10, 4);
        assertEquals(6, channel.read(dsts));
        check(0, dsts, 3, 0, 2, 1, 0);
    }

    @Test
    void scatterGoesAcrossTheWrap() throws IOException {
        rig.put(5);
        rig.take(5);
        rig.put(8);
        ByteBuffer[] dsts = room(2, 3, 2);
        assertEquals(7, channel.read(dsts));
        check(5, dsts, 2, 3, 2);
        rig.take(1);
    }

    @Test
    void scatterTouchesOnlyTheBuffersNamed() throws IOException {
        rig.put(8);
        ByteBuffer[] dsts = room(2, 2, 2, 2);
        dsts[3] = null; // not among those named
        assertEquals(4, channel.read(dsts, 1, 2));
        assertEquals(0, dsts[0].position() - 1);
        check(0, new ByteBuffer[] {dsts[1], dsts[2]}, 2, 2);
        rig.take(4);
    }

    @Test
    void scatterWaitsForTheFirstByteOnly() throws IOException {
        rig.reader.timeout(Duration.ofSeconds(240));
        ByteBuffer[] dsts = room(0, 2, 2);
        Task<Long> reading = rig.waiting(() -> channel.read(dsts));
        rig.put(2);
        assertEquals(2, reading.get());
        check(0, dsts, 0, 2, 0);
    }

    @Test
    void scatterGivesTheLastBytesBeforeTheEnd() throws IOException {
        rig.put(2);
        rig.writer.close();
        ByteBuffer[] dsts = room(2, 2);
        assertEquals(2, channel.read(dsts));
        check(0, dsts, 2, 0);
        assertEquals(-1, channel.read(dsts));
    }

    @Test
    void badArgumentsAreRefusedBeforeAnythingMoves() throws IOException {
        rig.put(4);
        ByteBuffer readOnly = ByteBuffer.allocate(4).asReadOnlyBuffer();
        ByteBuffer[] dsts = room(2, 2, 2);
        dsts[1] = readOnly;
        assertThrows(IllegalArgumentException.class, () -> channel.read(readOnly));
        assertThrows(IllegalArgumentException.class, () -> channel.read(dsts));
        dsts[1] = null;
        assertThrows(NullPointerException.class, () -> channel.read(dsts));
        assertThrows(NullPointerException.class, () -> channel.read((ByteBuffer) null));
        assertThrows(IndexOutOfBoundsException.class, () -> channel.read(room(2, 2), 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> channel.read(room(2, 2), -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> channel.read(room(2, 2), 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> channel.read(room(2, 2), 2, Integer.MAX_VALUE));
        assertEquals(1, dsts[0].position());
        rig.takeAll();
    }

    @Test
    void badArgumentsAreNotWaitedFor() {
        ByteBuffer readOnly = ByteBuffer.allocate(4).asReadOnlyBuffer();
        assertThrows(IllegalArgumentException.class, () -> channel.read(readOnly));
        assertThrows(
                IllegalArgumentException.class,
                () -> channel.read(new ByteBuffer[] {ByteBuffer.allocate(1), readOnly}));
        assertThrows(NullPointerException.class, () -> channel.read(new ByteBuffer[] {ByteBuffer.allocate(1), null}));
    }
}
