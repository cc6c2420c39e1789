package io.bytering.internal;

import java.nio.ByteBuffer;

/** Mirrored memory that is unmapped once it is forgotten. (Android 24 has no {@code Cleaner}.) */
final class Unmapping extends Piece {
    private final long address;
    private final int capacity;

    private Unmapping(ByteBuffer buffer, long address, int capacity, long counted) {
        super(buffer, counted);
        this.address = address;
        this.capacity = capacity;
    }

    static void whenForgotten(ByteBuffer buffer, long address, int capacity, long counted) {
        Freeing.watch(new Unmapping(buffer, address, capacity, counted));
    }

    @Override
    boolean free() {
        MirrorMaker.of(Mirrors.calls()).unmap(address, capacity);
        return true;
    }
}
