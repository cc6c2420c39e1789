package io.bytering.testing;

import static org.junit.jupiter.api.Assertions.fail;

import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** Every call of a half that moves, hands out or waits: what a closed half refuses, and one whose memory is lent. */
public final class Uses {
    public static final Waiter NEVER = () -> fail("is not woken");

    private Uses() {}

    public static Map<String, Executable> of(RingWriter writer) {
        HostileChannel channel = new HostileChannel();
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("write(byte[])", () -> writer.write(new byte[1]));
        calls.put("write(byte[], int, int)", () -> writer.write(new byte[1], 0, 1));
        calls.put("write(byte[], int, int) of nothing", () -> writer.write(new byte[1], 0, 0));
        calls.put("write(ByteBuffer)", () -> writer.write(ByteBuffer.allocate(1)));
        calls.put("tryWriteAll(byte[])", () -> writer.tryWriteAll(new byte[1]));
        calls.put("tryWriteAll(byte[], int, int)", () -> writer.tryWriteAll(new byte[1], 0, 1));
        calls.put("tryWriteAll(ByteBuffer)", () -> writer.tryWriteAll(ByteBuffer.allocate(1)));
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

    public static Map<String, Executable> of(RingReader reader) {
        HostileChannel channel = new HostileChannel();
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("read(byte[])", () -> reader.read(new byte[1]));
        calls.put("read(byte[], int, int)", () -> reader.read(new byte[1], 0, 1));
        calls.put("read(byte[], int, int) of nothing", () -> reader.read(new byte[1], 0, 0));
        calls.put("read(ByteBuffer)", () -> reader.read(ByteBuffer.allocate(1)));
        calls.put("tryReadAll(byte[])", () -> reader.tryReadAll(new byte[1]));
        calls.put("tryReadAll(byte[], int, int)", () -> reader.tryReadAll(new byte[1], 0, 1));
        calls.put("tryReadAll(ByteBuffer)", () -> reader.tryReadAll(ByteBuffer.allocate(1)));
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
}
