package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.ByteRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mirrored storage where there is such memory, and what happens where there is none. */
@Tag("overlays")
class MirroredStorageTest {
    private static ByteRing.Builder ringOn(Storage storage) {
        return ByteRing.builder().capacity(5000).storage(storage);
    }

    @Test
    void capacityOfARingIsRoundedUpAndAllOfItIsUsable() throws IOException {
        assumeTrue(MirroredMemory.isSupported());
        for (Storage storage : new Storage[] {Storage.mirrored(), Storage.preferMirrored()}) {
            try (ByteRing ring = ringOn(storage).build()) {
                int capacity = ring.capacity();
                assertTrue(capacity > 5000 && capacity % 4096 == 0, "capacity " + capacity);
                assertEquals(capacity, ring.writer().capacity());
                assertEquals(capacity, ring.reader().capacity());
                assertEquals(capacity, ring.writer().maxClaim());
                assertEquals(capacity, ring.writer().write(new byte[2 * capacity], 0, 2 * capacity));
                assertEquals(0, ring.writer().writableBytes());
                assertEquals(capacity, ring.reader().peek().remaining());
            }
        }
    }

    @Test
    void alignmentUpToAPageIsGivenAndMoreRefused() {
        assumeTrue(MirroredMemory.isSupported());
        ringOn(Storage.mirrored()).alignment(4096).build().close();
        String message = assertThrowsExactly(
                        IllegalArgumentException.class,
                        () -> ringOn(Storage.mirrored()).alignment(1 << 20).build())
                .getMessage();
        assertTrue(message.contains("alignment") && message.contains("1048576"), message);
    }

    @Test
    void ringThatCannotBeMirroredIsDirectIfThatWillDo() {
        assumeFalse(Platform.isBase(), "no such alignment on this platform");
        try (ByteRing ring = ringOn(Storage.preferMirrored()).alignment(1 << 20).build()) {
            assertEquals(5000, ring.capacity());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 65536})
    void eitherKindOfMemoryCarriesBytes(int capacity) throws IOException {
        try (ByteRing ring = ByteRing.builder()
                .capacity(capacity)
                .storage(Storage.preferMirrored())
                .build()) {
            for (int i = 0; i < 3 * ring.capacity(); i += 7) {
                int count = ring.writer().write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7}));
                assertEquals(count, ring.reader().skip(count));
            }
        }
    }

    @Test
    void whereThereIsNoneTheReasonIsTold() {
        String reason = MirroredMemory.unsupportedReason();
        assertEquals(MirroredMemory.isSupported(), reason == null);
        if (MirroredMemory.isSupported()) {
            assertNull(reason);
            assertNotNull(Storage.mirrored());
            return;
        }
        assertFalse(reason.isEmpty());
        for (Runnable call : new Runnable[] {Storage::mirrored, () -> MirroredMemory.allocate(1)}) {
            String message = assertThrowsExactly(UnsupportedOperationException.class, call::run)
                    .getMessage();
            assertTrue(message.contains(reason), message);
        }
        try (ByteRing ring = ringOn(Storage.preferMirrored()).build()) {
            assertEquals(5000, ring.capacity());
        }
    }
}
