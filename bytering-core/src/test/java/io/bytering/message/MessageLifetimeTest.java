package io.bytering.message;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.RingClosedException;
import io.bytering.testing.Elsewhere;
import io.bytering.testing.ScribblingPool;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What frees a claim, and when the memory goes back. */
@Tag("overlays")
@Timeout(300)
class MessageLifetimeTest {
    private static final int CAPACITY = 64;

    private final ScribblingPool pool = new ScribblingPool(false, CAPACITY);
    private final MessageRing ring =
            MessageRing.builder().capacity(CAPACITY).storage(pool).build();
    private final MessageReader reader = ring.reader();
    private final MessageWriter writer = ring.newWriter();
    private final MessageWriter other = ring.newWriter();

    // ------------------------------------------------------------------ claims

    @Test
    void aLiveClaimIsNotTakenAwayByACloseFromElsewhere() throws Exception {
        ByteBuffer slot = requireNonNull(writer.claim(8));
        assertTrue(other.tryWrite(new byte[] {1}));
        Elsewhere.call(() -> {
            writer.close();
            return null;
        });
        assertNull(reader.tryRead(), "its thread may be writing there");
        slot.putLong(-1);
        assertThrowsExactly(RingClosedException.class, () -> writer.commit(8));
        assertArrayEquals(new byte[] {1}, reader.tryRead());
    }

    @Test
    void theClaimOfAThreadThatHasEndedIsAbortedByTheClose() throws Exception {
        MessageWriter[] killed = new MessageWriter[1];
        Thread thread = new Thread(() -> {
            try {
                killed[0] = ring.newWriter();
                requireNonNull(killed[0].claim(8)).putLong(-1);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            throw new ThreadDeathOfATest();
        });
        thread.setUncaughtExceptionHandler((t, e) -> assertEquals(ThreadDeathOfATest.class, e.getClass()));
        thread.start();
        thread.join();
        assertTrue(other.tryWrite(new byte[] {1}));
        assertNull(reader.tryRead());
        killed[0].close();
        assertArrayEquals(new byte[] {1}, reader.tryRead());
        assertThrowsExactly(RingClosedException.class, () -> killed[0].commit(8));
    }

    private static final class ThreadDeathOfATest extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void theClaimOfAForgottenWriterIsAborted() throws Exception {
        forgetAWriter();
        assertTrue(other.tryWrite(new byte[] {1}));
        byte[] message = reader.tryRead();
        while (message == null) {
            System.gc();
            Thread.sleep(1);
            message = reader.tryRead();
        }
        assertArrayEquals(new byte[] {1}, message);
    }

    private void forgetAWriter() throws Exception {
        assertNotNull(ring.newWriter().claim(8));
    }

    @Test
    void aClaimWhoseBufferIsInUseIsNotAborted() throws Exception {
        ByteBuffer slot = requireNonNull(ring.newWriter().claim(8));
        assertTrue(other.tryWrite(new byte[] {1}));
        for (int i = 0; i < 20; i++) {
            System.gc();
            Thread.sleep(5);
            assertNull(reader.tryRead());
        }
        slot.putLong(-1);
    }

    @Test
    void thePlaceOfAForgottenWriterGoesToTheNext() throws Exception {
        assertTrue(other.tryWrite(new byte[CAPACITY]));
        armAForgottenWriter();
        assertNotNull(reader.tryRead());
        while (!other.tryWrite(new byte[CAPACITY])) { // kept for the one that was woken
            System.gc();
            Thread.sleep(1);
        }
    }

    private void armAForgottenWriter() {
        assertTrue(ring.newWriter().arm(() -> {}, CAPACITY));
    }

    // ------------------------------------------------------------------ memory

    @Test
    void memoryGoesBackWhenTheReaderIsClosed() throws Exception {
        assertTrue(writer.tryWrite(new byte[8]));
        ring.close();
        assertEquals(1, pool.out());
        reader.close();
        pool.requireAllBack();
        reader.close();
        ring.close();
        writer.close();
        pool.requireAllBack();
    }

    @Test
    void memoryStaysAsLongAsThereIsAClaim() throws Exception {
        ByteBuffer slot = requireNonNull(writer.claim(8));
        assertNotNull(other.claim(8));
        reader.close();
        assertEquals(1, pool.out());
        slot.putLong(-1);
        writer.commit(8);
        assertEquals(1, pool.out());
        other.close();
        pool.requireAllBack();
    }

    @Test
    void memoryStaysAsLongAsAHandlerHasIt() throws Exception {
        assertTrue(writer.tryWrite(new byte[] {1, 2}));
        assertTrue(writer.tryWrite(new byte[] {3}));
        int count = reader.drain(
                message -> {
                    closeElsewhere();
                    assertEquals(1, pool.out());
                    assertEquals(1, message.get());
                    assertEquals(2, message.get());
                },
                10);
        assertEquals(1, count);
        pool.requireAllBack();
    }

    private void closeElsewhere() {
        try {
            Elsewhere.call(() -> {
                reader.close();
                return null;
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void memoryGoesBackAfterTheClaimOfAForgottenWriter() throws Exception {
        forgetAWriter();
        reader.close();
        while (pool.out() > 0) {
            System.gc();
            Thread.sleep(1);
        }
        pool.requireAllBack();
    }

    @Test
    void aConsumeAfterACloseFromElsewhereThrows() throws Exception {
        assertTrue(writer.tryWrite(new byte[8]));
        assertNotNull(reader.peek());
        closeElsewhere();
        assertThrowsExactly(RingClosedException.class, reader::consume);
        assertFalse(reader.isExhausted());
    }
}
