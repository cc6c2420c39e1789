package io.bytering.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls by {@code java.lang.foreign}. A function is always called with the same types. */
final class ForeignCalls implements NativeCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Map<String, MethodHandle> HANDLES = new ConcurrentHashMap<>();

    private final SymbolLookup symbols;
    private final String errorName;
    private int lastError;

    /** The error is {@code errno}, or {@code GetLastError} on Windows. */
    ForeignCalls(SymbolLookup symbols, String errorName) {
        this.symbols = symbols;
        this.errorName = errorName;
    }

    @Override
    public boolean has(String function) {
        return symbols.find(function).isPresent();
    }

    @Override
    public int variable(String name) {
        return symbols.find(name).orElseThrow().reinterpret(Integer.BYTES).get(JAVA_INT, 0);
    }

    @Override
    public int number(String function, Object... arguments) {
        return (int) call(JAVA_INT, function, arguments);
    }

    @Override
    public long address(String function, Object... arguments) {
        return (long) call(JAVA_LONG, function, arguments);
    }

    @Override
    public int lastError() {
        return lastError;
    }

    private Object call(MemoryLayout result, String function, Object... arguments) {
        StructLayout state = Linker.Option.captureStateLayout();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(state);
            List<Object> passed = new ArrayList<>(List.of(error));
            for (Object argument : arguments) {
                passed.add(argument instanceof byte[] bytes ? arena.allocateFrom(JAVA_BYTE, bytes) : argument);
            }
            Object returned = handle(result, function, arguments).invokeWithArguments(passed);
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof byte[] bytes) {
                    MemorySegment.copy((MemorySegment) passed.get(i + 1), JAVA_BYTE, 0, bytes, 0, bytes.length);
                }
            }
            lastError =
                    (int) state.varHandle(PathElement.groupElement(errorName)).get(error, 0L);
            return returned;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(function, e); // none is declared
        }
    }

    private MethodHandle handle(MemoryLayout result, String function, Object... arguments) {
        return HANDLES.computeIfAbsent(function, name -> {
            MemoryLayout[] types = new MemoryLayout[arguments.length];
            for (int i = 0; i < types.length; i++) {
                types[i] =
                        arguments[i] instanceof Integer ? JAVA_INT : arguments[i] instanceof Long ? JAVA_LONG : ADDRESS;
            }
            MemorySegment address = symbols.find(name)
                    .orElseThrow(() -> new UnsupportedOperationException("the system has no function " + name));
            return LINKER.downcallHandle(
                    address, FunctionDescriptor.of(result, types), Linker.Option.captureCallState(errorName));
        });
    }
}
