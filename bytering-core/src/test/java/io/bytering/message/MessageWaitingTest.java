package io.bytering.message;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.Waiter;
import io.bytering.testing.Sleeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is woken, when, and how often. */
@Tag("overlays")
@Timeout(300)
class MessageWaitingTest {
    private final MessageRing ring = MessageRing.ofCapacity(64);
    private final MessageReader reader = ring.reader();
    private final MessageWriter writer = ring.newWriter();
    private final MessageWriter other = ring.newWriter();
    private final MessageWriter third = ring.newWriter();
    private final Sleeper sleeper = new Sleeper();
    private final Sleeper otherSleeper = new Sleeper();

    private void fill() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertTrue(third.tryWrite(new byte[8]));
        }
    }

    // ------------------------------------------------------------------ the reader

    @Test
    void aReaderIsWokenByItsMessageOnce() throws Exception {
        assertTrue(reader.arm(sleeper));
        assertThrowsExactly(IllegalStateException.class, () -> reader.arm(sleeper));
        assertTrue(writer.tryWrite(new byte[1]));
        assertEquals(1, sleeper.woken);
        assertTrue(writer.tryWrite(new byte[1]));
        assertEquals(1, sleeper.woken);
        assertFalse(reader.disarm(sleeper));
        assertFalse(reader.arm(sleeper), "there is a message");
        assertEquals(1, ring.statistics().readerSleeps());
        assertEquals(1, ring.statistics().readerWakeUps());
    }

    @Test
    void aReaderIsNotWokenByAMessageBehindAClaim() throws Exception {
        assertNotNull(writer.claim(1));
        assertTrue(reader.arm(sleeper));
        assertTrue(other.tryWrite(new byte[1]));
        assertEquals(0, sleeper.woken);
        writer.abort();
        assertEquals(1, sleeper.woken, "there is something to look at: the gap");
        assertFalse(reader.arm(sleeper));
        assertNotNull(reader.tryRead());
        assertTrue(reader.arm(sleeper));
        assertTrue(reader.disarm(sleeper));
        assertTrue(other.tryWrite(new byte[1]));
        assertEquals(1, sleeper.woken);
    }

    @Test
    void aReaderIsWokenByTheEnd() throws Exception {
        assertTrue(reader.arm(sleeper));
        ring.close();
        assertEquals(1, sleeper.woken);
        assertFalse(reader.arm(sleeper));
    }

    @Test
    void aReaderSleepsOnAClosedRingUntilTheLastClaimIsSettled() throws Exception {
        assertNotNull(writer.claim(1));
        ring.close();
        assertTrue(reader.arm(sleeper));
        writer.abort();
        assertEquals(1, sleeper.woken);
        assertNull(reader.tryRead());
        assertTrue(reader.isExhausted());
        assertFalse(reader.arm(sleeper));
    }

    @Test
    void aReaderIsWokenByItsOwnClose() {
        assertTrue(reader.arm(sleeper));
        reader.close();
        assertEquals(1, sleeper.woken);
    }

    @Test
    void aReadersWaiterThatThrowsKeepsNoRoomFromAWriter() throws Exception {
        assertNotNull(writer.claim(64));
        assertTrue(other.arm(otherSleeper, 8));
        IllegalStateException stranger = new IllegalStateException("a stranger");
        assertTrue(reader.arm(() -> {
            throw stranger;
        }));
        assertSame(stranger, assertThrowsExactly(IllegalStateException.class, () -> writer.commit(8)));
        assertEquals(1, otherSleeper.woken, "56 bytes were given back");
        assertTrue(other.tryWrite(new byte[8]));
        assertEquals(8, requireNonNull(reader.tryRead()).length);
    }

    @Test
    void aWritersWaiterThatThrowsCostsTheReaderNoMessage() throws Exception {
        fill();
        IllegalStateException stranger = new IllegalStateException("a stranger");
        assertTrue(writer.arm(
                () -> {
                    throw stranger;
                },
                8));
        assertEquals(8, requireNonNull(reader.tryRead()).length, "the array is returned");
        assertSame(stranger, assertThrowsExactly(IllegalStateException.class, reader::tryRead), "by the next call");
        assertEquals(7, reader.drain(message -> {}, 100), "once, and it took nothing");
    }

    @Test
    void ofTwoWaitersThatThrowBothAreReported() throws Exception {
        assertNotNull(writer.claim(64));
        IllegalStateException first = new IllegalStateException("the reader's");
        IllegalStateException second = new IllegalStateException("the other writer's");
        assertTrue(other.arm(
                () -> {
                    throw second;
                },
                8));
        assertTrue(reader.arm(() -> {
            throw first;
        }));
        assertSame(first, assertThrowsExactly(IllegalStateException.class, () -> writer.commit(8)));
        assertSame(second, first.getSuppressed()[0]);
    }

    // ------------------------------------------------------------------ writers

    @Test
    void writersAreServedInTheirOrder() throws Exception {
        fill();
        assertNull(writer.claim(16));
        assertTrue(writer.arm(sleeper, 16));
        assertTrue(other.arm(otherSleeper, 8));
        assertNotNull(reader.tryRead());
        assertEquals(0, sleeper.woken, "8 bytes are too few for the first");
        assertEquals(0, otherSleeper.woken, "it came later");
        assertNotNull(reader.tryRead());
        assertEquals(1, sleeper.woken);
        assertEquals(0, otherSleeper.woken);
        assertFalse(third.tryWrite(new byte[8]), "it is kept for the first");
        assertNull(other.claim(8), "for this one too");
        assertTrue(writer.tryWrite(new byte[16]));
        assertNotNull(reader.tryRead());
        assertEquals(1, otherSleeper.woken);
        assertTrue(other.tryWrite(new byte[8]));
        assertNotNull(reader.tryRead());
        assertTrue(third.tryWrite(new byte[8]), "nobody waits");
        assertEquals(1, sleeper.woken);
        assertEquals(1, otherSleeper.woken);
        assertEquals(2, ring.statistics().writerSleeps());
        assertEquals(2, ring.statistics().writerWakeUps());
    }

    @Test
    void aNewcomerTakesWhatIsLeftOver() throws Exception {
        fill();
        assertTrue(writer.arm(sleeper, 16));
        for (int i = 0; i < 3; i++) {
            assertNotNull(reader.tryRead());
        }
        assertTrue(third.tryWrite(new byte[8]), "there is room for both");
        assertFalse(third.tryWrite(new byte[1]));
        assertTrue(writer.tryWrite(new byte[16]));
    }

    @Test
    void aWriterThatWasWokenAndArmsAgainKeepsItsPlace() throws Exception {
        fill();
        assertTrue(writer.arm(sleeper, 8));
        assertTrue(other.arm(otherSleeper, 8));
        assertNotNull(reader.tryRead());
        assertEquals(1, sleeper.woken);
        assertTrue(writer.arm(sleeper, 16));
        assertEquals(0, otherSleeper.woken);
        assertNotNull(reader.tryRead());
        assertEquals(2, sleeper.woken);
        assertEquals(0, otherSleeper.woken);
    }

    @Test
    void aWriterThatWasWokenAndGivesUpLetsTheNextOneIn() throws Exception {
        fill();
        assertTrue(writer.arm(sleeper, 8));
        assertTrue(other.arm(otherSleeper, 8));
        assertNotNull(reader.tryRead());
        assertFalse(writer.disarm(sleeper));
        assertEquals(0, otherSleeper.woken);
        writer.giveUp();
        assertEquals(1, otherSleeper.woken);
        writer.giveUp();
        assertTrue(other.tryWrite(new byte[8]));
    }

    @Test
    void aWriterThatIsDisarmedLetsTheNextOneIn() throws Exception {
        fill();
        assertTrue(writer.arm(sleeper, 64));
        assertTrue(other.arm(otherSleeper, 8));
        assertNotNull(reader.tryRead());
        assertEquals(0, otherSleeper.woken);
        assertThrowsExactly(IllegalStateException.class, () -> writer.arm(sleeper, 1));
        assertTrue(writer.disarm(sleeper));
        assertFalse(writer.disarm(sleeper));
        assertEquals(0, sleeper.woken);
        assertEquals(1, otherSleeper.woken);
    }

    @Test
    void aWriterThatClosesIsWokenAndLetsTheNextOneIn() throws Exception {
        fill();
        assertTrue(writer.arm(sleeper, 64));
        assertTrue(other.arm(otherSleeper, 8));
        assertNotNull(reader.tryRead());
        writer.close();
        assertEquals(1, sleeper.woken);
        assertEquals(1, otherSleeper.woken);
    }

    @Test
    void roomThatIsGivenBackWakes() throws Exception {
        assertNotNull(third.claim(64));
        assertTrue(writer.arm(sleeper, 8));
        assertTrue(other.arm(otherSleeper, 32));
        requireNonNull(third).commit(8);
        assertEquals(1, sleeper.woken);
        assertEquals(1, otherSleeper.woken);
        assertTrue(writer.tryWrite(new byte[8]));
        assertTrue(other.tryWrite(new byte[32]));
        assertNotNull(third.claim(16));
        assertTrue(writer.arm(sleeper, 8));
        third.abort();
        assertEquals(2, sleeper.woken);
    }

    @Test
    void aRingThatIsDrainedServesTheLongest() throws Exception {
        fill();
        assertTrue(writer.arm(sleeper, 64));
        assertEquals(8, reader.drain(message -> {}, 100));
        assertEquals(1, sleeper.woken);
        assertTrue(writer.tryWrite(new byte[64]));
    }

    @Test
    void aCloseWakesAllWriters() throws Exception {
        fill();
        assertTrue(writer.arm(sleeper, 8));
        assertTrue(other.arm(otherSleeper, 64));
        ring.close();
        assertEquals(1, sleeper.woken);
        assertEquals(1, otherSleeper.woken);
        assertFalse(writer.arm(sleeper, 8));
    }

    @Test
    void theCloseOfTheReaderWakesAllWriters() throws Exception {
        fill();
        assertTrue(writer.arm(sleeper, 8));
        assertTrue(other.arm(otherSleeper, 64));
        reader.close();
        assertEquals(1, sleeper.woken);
        assertEquals(1, otherSleeper.woken);
    }

    @Test
    void thereIsRoomAlready() throws Exception {
        assertTrue(writer.arm(sleeper, 8));
        assertEquals(1, sleeper.woken, "before the call returned");
        assertFalse(writer.disarm(sleeper));
        assertTrue(writer.tryWrite(new byte[8]));
        assertTrue(other.tryWrite(new byte[56]), "and nothing is kept for it any more");
    }

    @Test
    void aWaiterThatThrowsHarmsNobodyElse() throws Exception {
        fill();
        IllegalStateException thrown = new IllegalStateException("no");
        Waiter thrower = () -> {
            throw thrown;
        };
        assertTrue(writer.arm(thrower, 8));
        assertTrue(other.arm(otherSleeper, 8));
        assertSame(thrown, assertThrowsExactly(IllegalStateException.class, () -> reader.drain(message -> {}, 2)));
        assertEquals(1, otherSleeper.woken);
        assertEquals(2, ring.statistics().messagesRead(), "the call has taken effect");
        assertTrue(writer.tryWrite(new byte[8]));
        assertTrue(reader.drain(message -> {}, 100) > 0);
        assertTrue(reader.arm(thrower));
        assertSame(thrown, assertThrowsExactly(IllegalStateException.class, () -> other.tryWrite(new byte[] {7, 7})));
        assertEquals(2, requireNonNull(reader.tryRead()).length, "as has this one");
    }
}
