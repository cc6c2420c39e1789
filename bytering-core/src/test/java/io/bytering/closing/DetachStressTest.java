package io.bytering.closing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.bytering.ByteRing;
import io.bytering.testing.TestBytes;
import io.bytering.testing.Turns;
import io.bytering.testing.TwoThreads;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The owner who gets the memory back sees what both halves did in it, and they see nothing of what the owner does. Nothing but the
 * closes orders the two threads here: no byte is ever published.
 */
@Tag("overlays")
@Timeout(300)
class DetachStressTest {
    private static final int AT_ONCE = 250;
    private static final int RINGS = 5000;
    private static final int CAPACITY = 64;
    private static final byte[] FULL = TestBytes.of(1, CAPACITY);

    private static ByteRing[] rings() {
        ByteRing[] rings = new ByteRing[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            rings[i] = ByteRing.over(new byte[CAPACITY]);
        }
        return rings;
    }

    /** The memory, as soon as the other half is closed too. */
    private static byte[] detached(ByteRing ring) {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        while (true) {
            try {
                return ring.detach().array();
            } catch (IllegalStateException stillOpen) {
                pause.pause();
            }
        }
    }

    @Test
    void ownerSeesWhatTheWriterDidBeforeItClosed() throws Exception {
        Turns turns = Turns.of(AT_ONCE, RINGS);
        for (int done = 0; turns.goOn(done); done += AT_ONCE) {
            ownerSeesWhatTheWriterDidBeforeItClosedOf(rings());
        }
    }

    private static void ownerSeesWhatTheWriterDidBeforeItClosedOf(ByteRing[] rings) throws Exception {
        ByteBuffer[] claims = new ByteBuffer[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            claims[i] = rings[i].writer().claim(CAPACITY);
        }
        TwoThreads.run(
                () -> {
                    for (int i = 0; i < AT_ONCE; i++) {
                        claims[i].put(FULL);
                        rings[i].writer().close();
                    }
                },
                () -> {
                    for (ByteRing ring : rings) {
                        ring.reader().close();
                        assertArrayEquals(FULL, detached(ring));
                    }
                });
    }

    @Test
    void readerSeesNothingOfWhatTheOwnerDoesAfterItClosed() throws Exception {
        Turns turns = Turns.of(AT_ONCE, RINGS);
        for (int done = 0; turns.goOn(done); done += AT_ONCE) {
            readerSeesNothingOfWhatTheOwnerDoesAfterItClosedOf(rings());
        }
    }

    private static void readerSeesNothingOfWhatTheOwnerDoesAfterItClosedOf(ByteRing[] rings) throws Exception {
        for (ByteRing ring : rings) {
            ring.writer().write(FULL, 0, CAPACITY);
        }
        TwoThreads.run(
                () -> {
                    for (ByteRing ring : rings) {
                        ring.writer().close();
                        System.arraycopy(new byte[CAPACITY], 0, detached(ring), 0, CAPACITY);
                    }
                },
                () -> {
                    for (ByteRing ring : rings) {
                        byte[] seen = TestBytes.content(ring.reader().peek());
                        ring.reader().close();
                        assertArrayEquals(FULL, seen);
                    }
                });
    }
}
