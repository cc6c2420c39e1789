package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The calls of macOS and Windows, as they are documented, on memory that does not exist; one of them fails. */
final class PretendedSystem implements NativeCalls {
    static final int ERROR = 4711;
    static final long PLACE = 0x7000_0000_0000L;
    private static final int TASK = 259;
    private static final long SECTION = 88;
    private static final Set<String> RELEASING = Set.of("mach_vm_deallocate", "CloseHandle", "UnmapViewOfFile");

    private final int failing;
    private final Set<String> missing;

    final List<String> made = new ArrayList<>();

    /** Address → bytes, of what is reserved. */
    final Map<Long, Long> reserved = new TreeMap<>();

    /** Address → bytes, of what is mapped. */
    final Map<Long, Long> mapped = new TreeMap<>();

    final List<Long> open = new ArrayList<>();

    PretendedSystem(int failing, String... missing) {
        this.failing = failing;
        this.missing = Set.of(missing);
    }

    @Override
    public boolean has(String function) {
        return !missing.contains(function);
    }

    @Override
    public int variable(String name) {
        assertEquals("mach_task_self_", name);
        return TASK;
    }

    private boolean fails(String call) {
        made.add(call);
        return made.size() - 1 == failing && !RELEASING.contains(call);
    }

    @Override
    public int number(String function, Object... arguments) {
        boolean release = function.equals("VirtualFree") && (Long) arguments[1] == 0;
        if (fails(release ? "UnmapViewOfFile" : function)) {
            return function.startsWith("mach") ? ERROR : 0;
        }
        switch (function) {
            case "getpagesize" -> {
                return 16384;
            }
            case "GetSystemInfo" -> words(arguments[0]).putInt(40, 65536);
            case "mach_vm_allocate" -> {
                assertEquals(List.of(TASK, 1), List.of(arguments[0], arguments[3]));
                words(arguments[1]).putLong(0, PLACE);
                reserved.put(PLACE, (Long) arguments[2]);
                return 0;
            }
            case "mach_vm_remap" -> {
                long to = words(arguments[1]).getLong(0);
                long size = (Long) arguments[2];
                assertEquals(List.of(to - size, 2 * size), List.of(arguments[6], reserved.get(to - size)));
                assertEquals(
                        List.of(TASK, 0L, 0x4000, TASK, 0, 1),
                        List.of(arguments[0], arguments[3], arguments[4], arguments[5], arguments[7], arguments[10]));
                mapped.put(to, size); // over what was reserved
                return 0;
            }
            case "mach_vm_deallocate" -> {
                assertEquals(reserved.remove((Long) arguments[1]), arguments[2]);
                mapped.clear();
                return 0;
            }
            case "CloseHandle" -> assertTrue(open.remove((Long) arguments[0]));
            case "UnmapViewOfFile" -> assertTrue(mapped.remove((Long) arguments[0]) != null);
            case "VirtualFree" -> free((Long) arguments[0], (Long) arguments[1], (Integer) arguments[2]);
            default -> throw new AssertionError(function);
        }
        return 1;
    }

    private void free(long address, long size, int how) {
        Long whole = reserved.remove(address);
        assertTrue(whole != null, "not reserved: " + address);
        assertEquals(size == 0 ? 0x8000 : 0x8002, how);
        if (size > 0) { // a placeholder becomes two
            reserved.put(address, size);
            reserved.put(address + size, whole - size);
        }
    }

    @Override
    public long address(String function, Object... arguments) {
        if (fails(function)) {
            return 0;
        }
        switch (function) {
            case "CreateFileMappingW" -> {
                assertEquals(List.of(-1L, 0L, 4), List.of(arguments).subList(0, 3));
                open.add(SECTION);
                return SECTION;
            }
            case "VirtualAlloc", "VirtualAlloc2" -> {
                assertTrue(List.of(arguments).contains(function.equals("VirtualAlloc") ? 0x2000 : 0x42000));
                long size = (Long) arguments[function.equals("VirtualAlloc") ? 1 : 2];
                reserved.put(PLACE, size);
                return PLACE;
            }
            case "MapViewOfFile3" -> {
                long place = (Long) arguments[2];
                assertEquals(reserved.remove(place), arguments[4], "a placeholder of exactly that size");
                mapped.put(place, (Long) arguments[4]);
                return place;
            }
            case "MapViewOfFileEx" -> {
                mapped.put((Long) arguments[5], (Long) arguments[4]);
                return (Long) arguments[5];
            }
            default -> throw new AssertionError(function);
        }
    }

    @Override
    public int lastError() {
        return ERROR;
    }

    private static ByteBuffer words(Object bytes) {
        return ByteBuffer.wrap((byte[]) bytes).order(ByteOrder.nativeOrder());
    }
}
