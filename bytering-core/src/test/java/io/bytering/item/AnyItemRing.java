package io.bytering.item;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.Insides;
import io.bytering.Overflow;
import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import io.bytering.testing.Recovered;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A ring of items of any kind, on any memory. */
final class AnyItemRing {
    enum Kind {
        /** For one reader, as its builder makes it. */
        BUILT(false),
        /** On a ring of bytes that has moved nearly as many as can be counted. */
        OVER(false),
        /** On an array of the user's. */
        LENT(false),
        OVERWRITING(true),
        BROADCAST(false);

        final boolean overwrites;

        Kind(boolean overwrites) {
            this.overwrites = overwrites;
        }
    }

    enum Where {
        HEAP,
        DIRECT,
        MIRRORED
    }

    final Kind kind;
    final boolean mirrored;
    final ItemWriter<?> writer;
    final @Nullable ItemReader<?> reader;
    final @Nullable ItemBroadcast<?> broadcast;
    private final Runnable close;

    AnyItemRing(Kind kind, Where where, ItemType<?> type, int capacity, int history) {
        this.kind = kind;
        boolean wholePages = kind == Kind.OVER || kind == Kind.LENT; // which items might not fill
        mirrored = where == Where.MIRRORED && !wholePages && MirroredMemory.isSupported();
        Storage fresh = mirrored ? Storage.mirrored() : where == Where.HEAP ? Storage.heap() : Storage.direct();
        Storage storage = Recovered.storage(fresh);
        if (kind == Kind.BROADCAST) {
            broadcast = broadcast(storage, type, capacity, Math.min(history, capacity - 1));
            close = broadcast::close;
            writer = broadcast.writer();
            reader = null;
        } else {
            ItemRing<?> one = one(storage, type, capacity);
            broadcast = null;
            close = one::close;
            writer = one.writer();
            reader = one.reader();
        }
    }

    static AnyItemRing any(RandomGenerator random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        Where where = Where.values()[random.nextInt(Where.values().length)];
        ItemType<?> type = ItemNumbers.TYPES.get(random.nextInt(ItemNumbers.TYPES.size()));
        return new AnyItemRing(kind, where, type, 1 + random.nextInt(40), random.nextInt(40));
    }

    private ItemRing<?> one(Storage storage, ItemType<?> type, int capacity) {
        int bytes = capacity * type.bytes();
        switch (kind) {
            case OVER:
                ByteRing.Builder builder = ByteRing.builder().capacity(bytes).storage(storage);
                return ItemRing.over(
                        Insides.startingAt(Long.MAX_VALUE - 3L * bytes, builder).build(), type);
            case LENT:
                return ItemRing.over(ByteRing.over(new byte[bytes]), type);
            case OVERWRITING:
                return ItemRing.builder(type)
                        .capacity(capacity + 1) // half of it must have room for an item
                        .storage(storage)
                        .overflow(Overflow.OVERWRITE_OLDEST)
                        .build();
            default:
                return ItemRing.builder(type)
                        .capacity(capacity)
                        .storage(storage)
                        .build();
        }
    }

    private ItemBroadcast<?> broadcast(Storage storage, ItemType<?> type, int capacity, int history) {
        if (mirrored) {
            return ItemBroadcast.of(type, capacity, history, storage);
        }
        int bytes = capacity * type.bytes();
        BroadcastRing.Builder builder = BroadcastRing.builder()
                .capacity(bytes)
                .storage(storage)
                .itemSize(type.bytes())
                .history(history * type.bytes());
        return ItemBroadcast.over(
                Insides.startingAt(Long.MAX_VALUE - 3L * bytes, builder).build(), type);
    }

    void close() {
        close.run();
    }
}
