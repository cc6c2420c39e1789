package io.bytering;

import static io.bytering.RingAssertions.advance;

import io.bytering.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Rings with many readers that stand where a ring with one would, for suites that know only those. */
public final class BroadcastRings {
    private BroadcastRings() {}

    /** The writer and its only reader; on mirrored memory just before the second mapping begins. */
    public static ByteRing withOneReader(Storage storage, int capacity, long startPosition, boolean signals) {
        BroadcastRing.Builder builder = BroadcastRing.builder()
                .capacity(capacity)
                .exact()
                .storage(storage)
                .history(0)
                .signals(signals);
        BroadcastRing broadcast = builder.startPosition(startPosition).build();
        int mapped = broadcast.writer().state.mapped;
        if (mapped == 0) {
            return withOneReader(broadcast);
        }
        broadcast.close();
        int before = Math.max(0, mapped - 5);
        ByteRing ring =
                withOneReader(builder.startPosition(startPosition - before).build());
        try {
            for (int left = before; left > 0; ) {
                int count = Math.min(left, capacity);
                advance(ring, count);
                left -= count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ring;
    }

    /** The writer and a new reader. */
    public static ByteRing withOneReader(BroadcastRing ring) {
        RingReader reader = ring.subscribe();
        return new ByteRing(ring.writer().state, ring.writer(), reader, null);
    }
}
