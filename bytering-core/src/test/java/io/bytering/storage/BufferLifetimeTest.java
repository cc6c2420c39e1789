package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.testing.Effort;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A buffer that was handed out, and any view of it, lives on when its ring is garbage, unless the ring was closed. */
@Tag("overlays")
@Timeout(300)
class BufferLifetimeTest {
    private static final int CAPACITY = 1 << 20;

    enum Kind {
        HEAP(Storage::heap),
        DIRECT(Storage::direct),
        MIRRORED(Storage::mirrored);

        private final Supplier<Storage> storage;

        Kind(Supplier<Storage> storage) {
            this.storage = storage;
        }

        Storage storage() {
            assumeTrue(this != MIRRORED || MirroredMemory.isSupported());
            return storage.get();
        }
    }

    private static WeakReference<Object> weak(Object object) {
        return new WeakReference<>(object);
    }

    /** Freed memory is not what it was, in whichever hands. */
    private static void awaitGarbage(WeakReference<Object> object, Storage storage) {
        while (object.get() != null) {
            System.gc();
        }
        for (int i = 0; i < (Effort.isStress() ? 20 : 5); i++) {
            System.gc();
            try (ByteRing other =
                    ByteRing.builder().capacity(CAPACITY).storage(storage).build()) {
                assertEquals(CAPACITY, other.capacity() / CAPACITY * CAPACITY);
            }
        }
        assertNull(object.get());
    }

    private static RingReader readerWithInts(Storage storage) throws IOException {
        ByteRing ring = ByteRing.builder().capacity(CAPACITY).storage(storage).build();
        ByteBuffer slot = ring.writer().claim(CAPACITY);
        for (int i = 0; i < CAPACITY / 4; i++) {
            slot.putInt(i);
        }
        ring.writer().commit(CAPACITY);
        return ring.reader();
    }

    private static void assertInts(int first, IntBuffer ints) {
        for (int i = first; ints.hasRemaining(); i++) {
            assertEquals(i, ints.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void peekedBufferOutlivesItsRing(Kind kind) throws IOException {
        RingReader reader = readerWithInts(kind.storage());
        ByteBuffer peeked = reader.peek();
        WeakReference<Object> ring = weak(reader);
        reader = null;
        awaitGarbage(ring, kind.storage());
        assertInts(0, peeked.asIntBuffer());
    }

    @ParameterizedTest
    @EnumSource
    void viewOfAViewOutlivesItsRing(Kind kind) throws IOException {
        RingReader reader = readerWithInts(kind.storage());
        ByteBuffer peeked = reader.peek();
        peeked.position(400);
        ByteBuffer slice = peeked.slice();
        slice.position(4);
        IntBuffer view = slice.duplicate().asReadOnlyBuffer().asIntBuffer().slice();
        WeakReference<Object> ring = weak(reader);
        WeakReference<Object> buffer = weak(peeked);
        reader = null;
        peeked = null;
        slice = null;
        awaitGarbage(ring, kind.storage());
        if (kind != Kind.HEAP) {
            awaitGarbage(buffer, kind.storage());
        }
        assertInts(101, view);
    }

    @ParameterizedTest
    @EnumSource
    void bufferOfALossyReaderOutlivesItsRing(Kind kind) throws IOException {
        BroadcastRing ring = BroadcastRing.builder()
                .capacity(CAPACITY)
                .storage(kind.storage())
                .build();
        RingReader reader = ring.subscribeLossy();
        assertEquals(4, ring.writer().write(new byte[] {1, 2, 3, 4}, 0, 4));
        ByteBuffer peeked = reader.peek();
        WeakReference<Object> forgotten = weak(reader);
        ring = null;
        reader = null;
        awaitGarbage(forgotten, kind.storage());
        assertEquals(0x01020304, peeked.getInt());
    }

    @ParameterizedTest
    @EnumSource
    void bufferOfMemoryOutlivesIt(Kind kind) {
        Memory memory = kind.storage().allocate(CAPACITY, 1);
        memory.buffer().putInt(0, 77);
        ByteBuffer view = memory.buffer().slice();
        WeakReference<Object> forgotten = weak(memory);
        memory = null;
        awaitGarbage(forgotten, kind.storage());
        assertEquals(77, view.getInt(0));
    }
}
