package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.storage.MirroredMemory;
import io.bytering.storage.Storage;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code MemorySegment.ofBuffer} of a slice is the ring's own memory. By reflection, as tests are compiled for 17. */
@EnabledForJreRange(min = JRE.JAVA_22)
@org.junit.jupiter.api.Tag("overlays")
class ItemSegmentsTest {
    static Stream<Storage> storages() {
        return MirroredMemory.isSupported()
                ? Stream.of(Storage.direct(), Storage.mirrored())
                : Stream.of(Storage.direct());
    }

    private final Segments segments = new Segments();

    @ParameterizedTest
    @MethodSource("storages")
    void segmentOfASliceIsTheRingsMemory(Storage storage) throws Throwable {
        try (ItemRing<DoubleBuffer> ring =
                ItemRing.builder(ItemType.DOUBLE).capacity(512).storage(storage).build()) {
            long start = segments.address(ring.writer().slice());
            for (int moved = 0; moved < 2000; moved += 101) {
                produceThroughSegment(ring, start, moved, 101);
                ring.reader().consume(ring.reader().slice().remaining());
            }
        }
    }

    private void produceThroughSegment(ItemRing<DoubleBuffer> ring, long start, int moved, int items) throws Throwable {
        DoubleBuffer free = ring.writer().slice();
        int count = Math.min(items, free.remaining());
        Object segment = segments.of(free);
        assertEquals(free.remaining() * 8L, segments.size(segment));
        assertEquals(start + free.position() * 8L, segments.address(free), "not a copy");
        ByteBuffer bytes = segments.bytes(segment).order(ItemType.DOUBLE.order());
        for (int i = 0; i < count; i++) {
            bytes.putDouble(moved + i);
        }
        ring.writer().produce(count);
        DoubleBuffer there = ring.reader().slice();
        assertEquals(start + there.position() * 8L, segments.address(there), "the same bytes from the other half");
        for (int i = 0; i < count; i++) {
            assertEquals(moved + i, there.get());
        }
    }

    /** The calls of {@code java.lang.foreign.MemorySegment}. */
    private static final class Segments {
        private final MethodHandle of;
        private final MethodHandle address;
        private final MethodHandle size;
        private final MethodHandle bytes;

        Segments() {
            try {
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
                of = lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
                address = lookup.findVirtual(segment, "address", MethodType.methodType(long.class));
                size = lookup.findVirtual(segment, "byteSize", MethodType.methodType(long.class));
                bytes = lookup.findVirtual(segment, "asByteBuffer", MethodType.methodType(ByteBuffer.class));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("MemorySegment", e);
            }
        }

        Object of(Buffer buffer) throws Throwable {
            return of.invoke(buffer);
        }

        long address(Buffer buffer) throws Throwable {
            return (long) address.invoke(of(buffer));
        }

        long size(Object segment) throws Throwable {
            return (long) size.invoke(segment);
        }

        ByteBuffer bytes(Object segment) throws Throwable {
            return (ByteBuffer) bytes.invoke(segment);
        }
    }
}
