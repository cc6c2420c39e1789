package io.bytering.contract;

import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.testing.Uses;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every method of a half, after that half was closed. */
abstract class UseAfterCloseContractTest implements RingFactory {
    private static final Set<String> WRITER_ANSWERS = Set.of(
            "capacity()",
            "position()",
            "writableBytes()",
            "canClaim(int)",
            "maxClaim()",
            "isClosed()",
            "isAbandoned()",
            "signals()",
            "abort()",
            "disarm(Waiter)",
            "failure()",
            "closeCause()",
            "onAbandoned(Runnable)",
            "statistics()",
            "close()",
            "close(Throwable)");

    private static final Set<String> READER_ANSWERS = Set.of(
            "capacity()",
            "position()",
            "readableBytes()",
            "isClosed()",
            "isEnded()",
            "isExhausted()",
            "signals()",
            "disarm(Waiter)",
            "failure()",
            "closeCause()",
            "isLossy()",
            "missedBytes()",
            "overruns()",
            "underruns()",
            "statistics()",
            "close()",
            "close(Throwable)");

    @Test
    void noMethodIsForgottenHere() {
        ByteRing ring = ring(1);
        assertEquals(methods(RingWriter.class), known(WRITER_ANSWERS, Uses.of(ring.writer())));
        assertEquals(methods(RingReader.class), known(READER_ANSWERS, Uses.of(ring.reader())));
    }

    private static Set<String> known(Set<String> answers, Map<String, Executable> refused) {
        Set<String> all = new TreeSet<>(answers);
        refused.keySet().stream().filter(name -> !name.endsWith("nothing")).forEach(all::add);
        return all;
    }

    private static Set<String> methods(Class<?> half) {
        Set<String> names = new TreeSet<>();
        for (Method method : half.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                StringBuilder types = new StringBuilder();
                for (Class<?> type : method.getParameterTypes()) {
                    types.append(types.length() == 0 ? "" : ", ").append(type.getSimpleName());
                }
                names.add(method.getName() + "(" + types + ")");
            }
        }
        return names;
    }

    @Test
    void closedWriterRefusesWhatMovesBytes() throws IOException {
        for (boolean abandoned : new boolean[] {false, true}) {
            for (int waiting = 0; waiting <= 8; waiting += 4) {
                ByteRing ring = ring(8);
                ring.writer().write(of(0, waiting), 0, waiting);
                ring.writer().claim(2);
                ring.writer().close();
                if (abandoned) {
                    ring.reader().close();
                }
                assertRefused("writer", Uses.of(ring.writer()));
                assertEquals(waiting, ring.writer().position());
                assertEquals(abandoned ? 0 : waiting, ring.reader().readableBytes());
            }
        }
    }

    @Test
    void closedReaderRefusesWhatMovesBytes() throws IOException {
        for (boolean exhausted : new boolean[] {false, true}) {
            for (int waiting = 0; waiting <= 8; waiting += 4) {
                ByteRing ring = ring(8);
                ring.writer().write(of(0, waiting), 0, waiting);
                ring.reader().peek();
                ring.reader().close();
                if (exhausted) {
                    ring.writer().close();
                }
                assertRefused("reader", Uses.of(ring.reader()));
                assertEquals(0, ring.reader().position());
            }
        }
    }

    private static void assertRefused(String half, Map<String, Executable> calls) {
        calls.forEach((name, call) -> {
            RingClosedException thrown = assertThrowsExactly(RingClosedException.class, call, name);
            assertEquals("this " + half + " is closed", thrown.getMessage(), name);
        });
    }

    @Test
    void closedHalvesStillAnswerQuestions() throws IOException {
        ByteRing ring = ring(8);
        boolean signals = ring.writer().signals();
        ring.writer().write(of(0, 5), 0, 5);
        ring.reader().skip(2);
        ring.close();
        RingWriter writer = ring.writer();
        assertEquals(8, writer.capacity());
        assertEquals(8, writer.maxClaim());
        assertEquals(5, writer.position());
        assertEquals(0, writer.writableBytes());
        assertFalse(writer.canClaim(1));
        assertTrue(writer.isClosed());
        assertTrue(writer.isAbandoned());
        assertEquals(signals, writer.signals());
        assertFalse(writer.disarm(Uses.NEVER));
        writer.abort();
        writer.close();
        RingReader reader = ring.reader();
        assertEquals(8, reader.capacity());
        assertEquals(2, reader.position());
        assertEquals(0, reader.readableBytes());
        assertTrue(reader.isClosed());
        assertTrue(reader.isEnded());
        assertEquals(signals, reader.signals());
        assertFalse(reader.disarm(Uses.NEVER));
        reader.close();
        assertEquals(8, ring.capacity());
    }
}
