package io.bytering;

import static io.bytering.RingAssertions.advance;
import static io.bytering.testing.TestBytes.content;
import static io.bytering.testing.TestBytes.of;
import static io.bytering.testing.TestBytes.readAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Every claim up to the capacity succeeds on a drained ring, at every index; else exactly those that fit. */
class NoDeadZoneTest {
    private static final int LARGEST = 32;

    private static ByteRing ring(int capacity) {
        return ByteRing.builder().capacity(capacity).storage(Storage.heap()).build();
    }

    @Test
    void everyClaimSucceedsOnADrainedRing() throws IOException {
        for (int capacity = 1; capacity <= LARGEST; capacity++) {
            for (int index = 0; index <= capacity; index++) {
                for (int length = 1; length <= capacity; length++) {
                    ByteRing ring = ring(capacity);
                    advance(ring, index);
                    String which = "claim of " + length + " at index " + index + " of " + capacity;
                    assertFalse(ring.writer().armClaim(() -> {}, length), which);
                    assertTrue(ring.writer().canClaim(length), which);
                    claimAndRead(ring, length, which);
                    assertEquals(capacity, ring.writer().writableBytes(), which);
                    claimAndRead(ring, capacity, which);
                }
            }
        }
    }

    private static void claimAndRead(ByteRing ring, int length, String which) throws IOException {
        ByteBuffer slot = ring.writer().claim(length);
        assertNotNull(slot, which);
        assertEquals(length, slot.remaining(), which);
        slot.put(of(length, length));
        ring.writer().commit(length);
        assertArrayEquals(of(length, length), content(ring.reader().peek()), which);
        ring.reader().consume(length);
    }

    @Test
    void everyPieceIsOfferedByClaimUpToOnADrainedRing() throws IOException {
        for (int capacity = 1; capacity <= LARGEST; capacity++) {
            for (int index = 0; index <= capacity; index++) {
                ByteRing ring = ring(capacity);
                advance(ring, index);
                ByteBuffer slot = ring.writer().claimUpTo(Integer.MAX_VALUE);
                assertNotNull(slot);
                assertEquals(capacity, slot.remaining(), "at index " + index + " of " + capacity);
            }
        }
    }

    /** The case that other rings refuse for ever: at index 4 of 9 they have 5 bytes behind and 3 before. */
    @Test
    void eightOfNineFitAtEveryIndex() throws IOException {
        ByteRing ring = ring(9);
        for (int i = 0; i < 100; i++) {
            claimAndRead(ring, 8, "claim number " + i);
            advance(ring, 1 + i % 9);
        }
    }

    @Test
    void claimsSucceedWithBytesInTheRingExactlyWhenTheyFit() throws IOException {
        for (int capacity = 1; capacity <= LARGEST; capacity++) {
            for (int read = 0; read < capacity; read++) {
                for (int waiting = 1; waiting <= capacity; waiting++) {
                    ByteRing ring = ring(capacity);
                    advance(ring, read);
                    assertEquals(waiting, ring.writer().write(of(0, waiting), 0, waiting));
                    int end = read + waiting;
                    int most = end < capacity ? Math.max(capacity - end, read) : capacity - waiting;
                    for (int length = 1; length <= capacity; length++) {
                        String which = length + " with " + waiting + " from index " + read + " of " + capacity;
                        assertEquals(length <= most, ring.writer().canClaim(length), which);
                        assertEquals(length <= most, ring.writer().claim(length) != null, which);
                    }
                    assertArrayEquals(of(0, waiting), readAll(ring.reader()));
                }
            }
        }
    }
}
