package io.bytering;

import static io.bytering.TestBytes.counted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every method of a half, after that half was closed. */
abstract class UseAfterCloseContractTest implements RingFactory {
    private static final Waiter NEVER = () -> fail("is not woken");

    private static Map<String, Executable> refusedTo(RingWriter writer) {
        HostileChannel channel = new HostileChannel();
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("write(byte[])", () -> writer.write(new byte[1]));
        calls.put("write(byte[], int, int)", () -> writer.write(new byte[1], 0, 1));
        calls.put("write(byte[], int, int) of nothing", () -> writer.write(new byte[1], 0, 0));
        calls.put("write(ByteBuffer)", () -> writer.write(ByteBuffer.allocate(1)));
        calls.put("tryWriteAll(byte[])", () -> writer.tryWriteAll(new byte[1]));
        calls.put("tryWriteAll(byte[], int, int)", () -> writer.tryWriteAll(new byte[1], 0, 1));
        calls.put("slices()", writer::slices);
        calls.put("fill(Filler)", () -> writer.fill((slices, length) -> fail("is not called")));
        calls.put("transferFrom(ScatteringByteChannel)", () -> writer.transferFrom(channel));
        calls.put("claim(int)", () -> writer.claim(1));
        calls.put("claimUpTo(int)", () -> writer.claimUpTo(1));
        calls.put("commit(int)", () -> writer.commit(1));
        calls.put("commit(int) of nothing", () -> writer.commit(0));
        calls.put("arm(Waiter, int)", () -> writer.arm(NEVER, 1));
        calls.put("armClaim(Waiter, int)", () -> writer.armClaim(NEVER, 1));
        return calls;
    }

    private static Map<String, Executable> refusedTo(RingReader reader) {
        HostileChannel channel = new HostileChannel();
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("read(byte[])", () -> reader.read(new byte[1]));
        calls.put("read(byte[], int, int)", () -> reader.read(new byte[1], 0, 1));
        calls.put("read(byte[], int, int) of nothing", () -> reader.read(new byte[1], 0, 0));
        calls.put("read(ByteBuffer)", () -> reader.read(ByteBuffer.allocate(1)));
        calls.put("tryReadAll(byte[])", () -> reader.tryReadAll(new byte[1]));
        calls.put("tryReadAll(byte[], int, int)", () -> reader.tryReadAll(new byte[1], 0, 1));
        calls.put("slices()", reader::slices);
        calls.put("drain(Drainer)", () -> reader.drain((slices, length) -> fail("is not called")));
        calls.put("transferTo(GatheringByteChannel)", () -> reader.transferTo(channel));
        calls.put("peek()", reader::peek);
        calls.put("peek(int)", () -> reader.peek(1));
        calls.put("consume(int)", () -> reader.consume(1));
        calls.put("consume(int) of nothing", () -> reader.consume(0));
        calls.put("skip(int)", () -> reader.skip(1));
        calls.put("skip(int) of nothing", () -> reader.skip(0));
        calls.put("indexOf(byte)", () -> reader.indexOf((byte) 0));
        calls.put("indexOf(byte, int)", () -> reader.indexOf((byte) 0, 0));
        calls.put("arm(Waiter, int)", () -> reader.arm(NEVER, 1));
        return calls;
    }

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
            "missedBytes()",
            "overruns()",
            "underruns()",
            "statistics()",
            "close()",
            "close(Throwable)");

    @Test
    void noMethodIsForgottenHere() {
        ByteRing ring = ring(1);
        assertEquals(methods(RingWriter.class), known(WRITER_ANSWERS, refusedTo(ring.writer())));
        assertEquals(methods(RingReader.class), known(READER_ANSWERS, refusedTo(ring.reader())));
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
                ring.writer().write(counted(0, waiting), 0, waiting);
                ring.writer().claim(2);
                ring.writer().close();
                if (abandoned) {
                    ring.reader().close();
                }
                assertRefused("writer", refusedTo(ring.writer()));
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
                ring.writer().write(counted(0, waiting), 0, waiting);
                ring.reader().peek();
                ring.reader().close();
                if (exhausted) {
                    ring.writer().close();
                }
                assertRefused("reader", refusedTo(ring.reader()));
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
        ring.writer().write(counted(0, 5), 0, 5);
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
        assertFalse(writer.disarm(NEVER));
        writer.abort();
        writer.close();
        RingReader reader = ring.reader();
        assertEquals(8, reader.capacity());
        assertEquals(2, reader.position());
        assertEquals(0, reader.readableBytes());
        assertTrue(reader.isClosed());
        assertTrue(reader.isEnded());
        assertEquals(signals, reader.signals());
        assertFalse(reader.disarm(NEVER));
        reader.close();
        assertEquals(8, ring.capacity());
    }
}
