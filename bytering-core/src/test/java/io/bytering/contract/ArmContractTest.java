package io.bytering.contract;

import static io.bytering.RingAssertions.advance;
import static io.bytering.RingAssertions.assertRefused;
import static io.bytering.RingAssertions.assertStillWorks;
import static io.bytering.RingAssertions.splits;
import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import io.bytering.testing.Sleeper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiters: armed once, woken once, at the right moment. */
abstract class ArmContractTest implements RingFactory {
    private final Sleeper sleeper = new Sleeper();
    private final Sleeper other = new Sleeper();

    private ByteRing fullRing() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 3);
        ring.writer().write(of(0, 8), 0, 8);
        return ring;
    }

    @Test
    void ringSaysThatItHasSignals() {
        assertTrue(ring(8).writer().signals());
        assertTrue(ring(8).reader().signals());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5, -5})
    void readerIsWokenOnceItsAmountIsThere(long start) throws IOException {
        for (int atLeast = 1; atLeast <= 8; atLeast++) {
            ByteRing ring = ring(8, start);
            advance(ring, 3);
            Sleeper waiter = new Sleeper();
            assertTrue(ring.reader().arm(waiter, atLeast));
            for (int written = 1; written <= 8; written++) {
                ring.writer().write(of(written, 1), 0, 1);
                assertEquals(written >= atLeast ? 1 : 0, waiter.woken, written + " of " + atLeast);
            }
            assertFalse(ring.reader().disarm(waiter), "it was woken");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5, -5})
    void writerIsWokenOnceItsRoomIsThere(long start) throws IOException {
        for (int atLeast = 1; atLeast <= 8; atLeast++) {
            ByteRing ring = ring(8, start);
            advance(ring, 3);
            ring.writer().write(of(0, 8), 0, 8);
            Sleeper waiter = new Sleeper();
            assertTrue(ring.writer().arm(waiter, atLeast));
            for (int read = 1; read <= 8; read++) {
                ring.reader().skip(1);
                assertEquals(read >= atLeast ? 1 : 0, waiter.woken, read + " of " + atLeast);
            }
            assertFalse(ring.writer().disarm(waiter), "it was woken");
        }
    }

    @Test
    void claimIsWaitedForUntilItsRoomIsContiguous() throws IOException {
        ByteRing ring = ring(8);
        assumeTrue(splits(ring));
        advance(ring, 3);
        ring.writer().write(of(0, 3), 0, 3); // index 3 to 5: 2 at the end, 3 at the start
        assertFalse(ring.writer().armClaim(sleeper, 3));
        assertTrue(ring.writer().armClaim(sleeper, 5));
        ring.reader().skip(1);
        assertEquals(0, sleeper.woken, "5 bytes and more are free, 4 of them contiguous");
        ring.reader().skip(1);
        assertEquals(1, sleeper.woken);
        assertEquals(0, ring.writer().claim(5).position());
    }

    @Test
    void claimOfEverythingIsWaitedForUntilTheRingIsDrained() throws IOException {
        ByteRing ring = fullRing();
        assertTrue(ring.writer().armClaim(sleeper, 8));
        ring.reader().skip(7);
        assertEquals(0, sleeper.woken);
        ring.reader().skip(1);
        assertEquals(1, sleeper.woken);
        assertEquals(8, ring.writer().claim(8).remaining());
    }

    @Test
    void nothingIsArmedWhenTheAmountIsThereAlready() throws IOException {
        ByteRing ring = ring(8);
        assertFalse(ring.writer().arm(sleeper, 8));
        assertFalse(ring.writer().disarm(sleeper));
        ring.writer().write(of(0, 3), 0, 3);
        assertFalse(ring.reader().arm(sleeper, 3));
        assertFalse(ring.reader().disarm(sleeper));
        assertFalse(ring.writer().armClaim(sleeper, 5));
        ring.writer().write(of(3, 2), 0, 2);
        ring.close();
        assertEquals(0, sleeper.woken);
    }

    @Test
    void secondArmIsRefusedAndTheFirstSurvives() throws IOException {
        ByteRing ring = ring(8);
        assertTrue(ring.reader().arm(sleeper, 4));
        assertRefused(ring, IllegalStateException.class, () -> ring.reader().arm(other, 2));
        assertRefused(ring, IllegalStateException.class, () -> ring.reader().arm(sleeper, 1));
        ring.writer().write(of(0, 3), 0, 3);
        assertEquals(0, sleeper.woken);
        ring.writer().write(of(3, 1), 0, 1);
        assertEquals(1, sleeper.woken);
        ring.writer().write(of(4, 4), 0, 4);
        assertTrue(ring.writer().arm(sleeper, 2));
        assertRefused(ring, IllegalStateException.class, () -> ring.writer().arm(other, 1));
        assertRefused(ring, IllegalStateException.class, () -> ring.writer().armClaim(other, 1));
        ring.reader().skip(2);
        assertEquals(2, sleeper.woken);
        assertEquals(0, other.woken);
    }

    @Test
    void halfMayArmAgainOnceItWasWoken() throws IOException {
        ByteRing ring = ring(3);
        for (int i = 1; i <= 20; i++) {
            assertTrue(ring.reader().arm(sleeper, 2));
            ring.writer().write(of(0, 3), 0, 3);
            assertEquals(i, sleeper.woken);
            assertTrue(ring.writer().arm(other, 3));
            ring.reader().skip(3);
            assertEquals(i, other.woken);
        }
    }

    @Test
    void disarmedWaiterIsNotWoken() throws IOException {
        ByteRing ring = ring(8);
        assertFalse(ring.reader().disarm(sleeper), "it never was armed");
        assertTrue(ring.reader().arm(sleeper, 1));
        assertFalse(ring.reader().disarm(other), "another one is");
        assertTrue(ring.reader().disarm(sleeper));
        assertFalse(ring.reader().disarm(sleeper));
        ring.writer().write(of(0, 8), 0, 8);
        assertTrue(ring.writer().arm(sleeper, 1));
        assertFalse(ring.writer().disarm(other));
        assertTrue(ring.writer().disarm(sleeper));
        ring.reader().skip(8);
        ring.close();
        assertEquals(0, sleeper.woken);
    }

    @Test
    void nothingIsArmedOnceTheOtherHalfIsClosed() throws IOException {
        ByteRing ended = ring(8);
        ended.writer().close();
        assertFalse(ended.reader().arm(sleeper, 8));
        assertFalse(ended.reader().disarm(sleeper));
        ByteRing abandoned = fullRing();
        abandoned.reader().close();
        assertFalse(abandoned.writer().arm(sleeper, 8));
        assertFalse(abandoned.writer().armClaim(sleeper, 8));
        assertFalse(abandoned.writer().disarm(sleeper));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 9, Integer.MAX_VALUE})
    void impossibleAmountsAreRefused(int amount) throws IOException {
        ByteRing ring = ring(8);
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        assertRefused(ring, type, () -> ring.reader().arm(sleeper, amount), amount, "1..8");
        assertRefused(ring, type, () -> ring.writer().arm(sleeper, amount), amount, "1..8");
        assertRefused(ring, type, () -> ring.writer().armClaim(sleeper, amount), amount, "1..8");
        assertFalse(ring.reader().disarm(sleeper) || ring.writer().disarm(sleeper));
        assertStillWorks(ring);
    }

    @Test
    void armDisturbsNeitherAClaimNorWhatWasPeeked() throws IOException {
        ByteRing ring = ring(8);
        advance(ring, 5);
        ring.writer().claim(6).put(of(0, 6));
        assertFalse(ring.writer().arm(sleeper, 8));
        assertTrue(ring.reader().arm(other, 1));
        ring.writer().commit(6);
        assertTrue(ring.writer().arm(sleeper, 8));
        ring.reader().peek();
        assertTrue(ring.reader().arm(other, 7));
        ring.reader().consume(6);
        assertEquals(1, sleeper.woken);
        assertTrue(ring.reader().disarm(other));
        assertStillWorks(ring);
    }
}
