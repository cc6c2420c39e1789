package io.bytering.internal;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Unmaps mirrored memory once nobody can reach its buffer any more, nor a view of it: each view refers to the buffer that it
 * was made from. (Android 24 has no {@code Cleaner}.)
 */
final class Unmapping extends PhantomReference<ByteBuffer> {
    private static final ReferenceQueue<ByteBuffer> FORGOTTEN = new ReferenceQueue<>();

    /** Keeps the references themselves reachable. */
    private static final Set<Unmapping> WAITING = ConcurrentHashMap.newKeySet();

    static {
        Thread thread = new Thread(null, Unmapping::run, "bytering-unmapping");
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // it outlives its creator
        thread.start();
    }

    private final long address;
    private final int capacity;
    private final long counted;

    private Unmapping(ByteBuffer buffer, long address, int capacity, long counted) {
        super(buffer, FORGOTTEN);
        this.address = address;
        this.capacity = capacity;
        this.counted = counted;
    }

    static void whenForgotten(ByteBuffer buffer, long address, int capacity, long counted) {
        WAITING.add(new Unmapping(buffer, address, capacity, counted));
    }

    private static void run() {
        while (true) {
            try {
                ((Unmapping) FORGOTTEN.remove()).unmap();
            } catch (InterruptedException e) {
                // nobody is meant to: it goes on
            }
        }
    }

    private void unmap() {
        WAITING.remove(this);
        MirrorMaker.of(Mirrors.calls()).unmap(address, capacity);
        LiveMemory.remove(counted);
    }
}
