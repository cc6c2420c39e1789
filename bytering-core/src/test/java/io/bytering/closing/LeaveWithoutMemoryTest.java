package io.bytering.closing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.RingReader;
import io.bytering.internal.OtherJvm;
import io.bytering.storage.Memory;
import io.bytering.testing.Sleeper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that is closed when no heap is left holds up nobody, and a second close makes good what the first could not do. */
@Tag("overlays")
@Timeout(300)
class LeaveWithoutMemoryTest {
    /** Readers that hold up the writer. */
    private static final int SLOW = 5;

    private static int freed;

    @Test
    void aCloseWithoutMemoryHoldsUpNobody() throws Exception {
        String output = OtherJvm.outputOf(
                LeaveWithoutMemoryTest.class, OtherJvm.CLASS_PATH, "-ea", "-Xmx48m", "-XX:+UseSerialGC");
        assertTrue(output.contains("all is well"), output);
    }

    /** In a JVM of its own. */
    public static void main(String[] args) throws IOException {
        BroadcastRing ring = BroadcastRing.builder()
                .capacity(64)
                .storage((capacity, alignment) -> new Memory(ByteBuffer.allocate(capacity)) {
                    @Override
                    public void close() {
                        freed++;
                    }
                })
                .build();
        for (int i = 0; i < 100; i++) { // so that a close has no class to load any more
            ring.writer().write(new byte[64]);
            RingReader first = i % 2 == 0 ? ring.subscribe() : ring.subscribeLossy();
            ring.writer().write(new byte[64]);
            assertEquals(i % 2 == 0, ring.writer().arm(() -> {}, 64));
            first.close();
        }
        List<RingReader> readers = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            readers.add(ring.subscribe());
        }
        assertEquals(64, ring.writer().write(new byte[64]));
        for (RingReader reader : readers.subList(SLOW, 5000)) {
            reader.skip(64);
        }
        Sleeper sleeper = new Sleeper();
        assertTrue(ring.writer().arm(sleeper, 64));
        int refused = 0;
        List<byte[]> hog = hog();
        for (int i = 0; i < SLOW; i++) {
            try {
                readers.get(i).close();
            } catch (OutOfMemoryError e) {
                refused++;
            }
        }
        int room = ring.writer().writableBytes();
        hog.clear();
        assertTrue(refused > 0, "the members could still be copied");
        assertEquals(64, room, "nobody holds up the writer");
        assertEquals(1, sleeper.woken);
        assertEquals(64, ring.writer().write(new byte[64]));
        for (RingReader reader : readers) {
            reader.close();
        }
        assertEquals(0, ring.readers());
        assertEquals(0, freed);
        ring.writer().close();
        assertEquals(1, freed);
        System.out.println("all is well, " + refused + " closes were short of memory");
    }

    /** So much that no array of all readers fits any more. */
    private static List<byte[]> hog() {
        List<byte[]> hog = new ArrayList<>(1 << 16);
        for (int size = 1 << 20; size >= 1 << 12; ) {
            try {
                hog.add(new byte[size]);
            } catch (OutOfMemoryError e) {
                size /= 2;
            }
        }
        return hog;
    }
}
