package io.bytering.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Rings on mirrored memory leave nothing behind, closed or forgotten. */
@Tag("overlays")
@Tag("long")
@Timeout(300)
@EnabledOnOs(OS.LINUX)
@EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
class MirroredLeaksTest {
    private static final int RINGS = 1000;

    private static ByteRing used() throws IOException {
        ByteRing ring =
                ByteRing.builder().capacity(1).storage(Storage.mirrored()).build();
        assertEquals(3, ring.writer().write(new byte[3], 0, 3));
        assertEquals(2, ring.reader().read(new byte[2], 0, 2));
        return ring;
    }

    @Test
    void thousandRingsMadeAndClosedLeaveNothingBehind() throws IOException {
        int mapped = mappedBefore();
        int descriptors = Mappings.descriptors();
        for (int i = 0; i < RINGS; i++) {
            used().close();
        }
        assertEquals(descriptors, Mappings.descriptors());
        awaitMapped(mapped, !Platform.freesOnClose());
    }

    @Test
    void thousandRingsAtOnceTakeTwoMappingsEachAndNoDescriptor() throws IOException {
        int mapped = mappedBefore();
        int descriptors = Mappings.descriptors();
        List<ByteRing> rings = new ArrayList<>();
        for (int i = 0; i < RINGS; i++) {
            rings.add(used());
        }
        int now = Mappings.mapped();
        assertTrue(2 * RINGS <= now && now <= mapped + 2 * RINGS, now + " mappings, before " + mapped);
        assertEquals(descriptors, Mappings.descriptors());
        rings.forEach(ByteRing::close);
        rings.clear();
        awaitMapped(mapped, true);
    }

    @Test
    void forgottenRingsAreUnmappedByTheGarbageCollector() throws IOException {
        int mapped = mappedBefore();
        for (int i = 0; i < RINGS; i++) {
            ByteRing forgotten = used();
            if (i % 2 == 0) {
                forgotten.reader().close();
            }
        }
        awaitMapped(mapped, true);
    }

    /** The most mappings that may be left: those of other tests may still become fewer. */
    private static int mappedBefore() throws IOException {
        System.gc();
        return Mappings.mapped();
    }

    /** They are unmapped on a thread of its own, some perhaps only when the garbage collector has been. */
    private static void awaitMapped(int most, boolean collects) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        for (int mapped; (mapped = Mappings.mapped()) > most; ) {
            assertTrue(System.nanoTime() - deadline < 0, mapped + " mappings are left, before there were " + most);
            if (collects) {
                System.gc();
            }
        }
    }
}
