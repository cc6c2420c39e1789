package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order of calls on systems that are not at hand: what they map, and that each failing step leaves nothing behind. */
@Tag("overlays")
class PretendedMirrorsTest {
    private static final long SIZE = 5L << 32; // more than 32 bits
    private static final long FIRST = PretendedSystem.PLACE;
    private static final long SECOND = FIRST + SIZE;

    /** Fails one call after another; the names of those whose failure was fatal. */
    private static List<String> failEachStep(Function<NativeCalls, MirrorMaker> maker, String... missing) {
        List<String> fatal = new ArrayList<>();
        for (int step = 0; ; step++) {
            PretendedSystem system = new PretendedSystem(step, missing);
            MirrorMaker mirrors = maker.apply(system);
            try {
                assertEquals(FIRST, mirrors.map(SIZE));
                assertEquals(SIZE, system.mapped.get(SECOND), system.made.toString());
                mirrors.unmap(FIRST, SIZE);
            } catch (OutOfMemoryError e) {
                fatal.add(system.made.get(step));
                assertTrue(e.getMessage().contains(system.made.get(step)), e.getMessage());
                assertTrue(e.getMessage().contains("error=" + PretendedSystem.ERROR), e.getMessage());
            }
            assertEquals(Map.of(), system.mapped, system.made.toString());
            assertEquals(Map.of(), system.reserved, system.made.toString());
            assertEquals(List.of(), system.open, system.made.toString());
            if (step > system.made.size()) {
                return fatal;
            }
        }
    }

    @Test
    void onMacOsTheSecondHalfIsReplacedByTheFirst() {
        assertEquals(List.of("mach_vm_allocate", "mach_vm_remap"), failEachStep(MacMirrors::new));
        assertEquals(16384, new MacMirrors(new PretendedSystem(-1)).granularity());
    }

    @Test
    void onWindowsTwoViewsReplaceTwoPlaceholders() {
        assertEquals(
                List.of("CreateFileMappingW", "VirtualAlloc2", "VirtualFree", "MapViewOfFile3", "MapViewOfFile3"),
                failEachStep(WindowsMirrors::new));
        PretendedSystem system = new PretendedSystem(-1);
        new WindowsMirrors(system).map(SIZE);
        assertEquals(Map.of(FIRST, SIZE, SECOND, SIZE), system.mapped);
        assertEquals(65536, new WindowsMirrors(system).granularity());
    }

    /** A view that can't be had is taken for a race, and tried again. */
    @Test
    void onOldWindowsTwoViewsAreMappedWhereItIsFree() {
        assertEquals(List.of("CreateFileMappingW", "VirtualAlloc"), failEachStep(WindowsMirrors::new, "VirtualAlloc2"));
        assertEquals(
                List.of("CreateFileMappingW", "VirtualAlloc"), failEachStep(WindowsMirrors::new, "MapViewOfFile3"));
    }
}
