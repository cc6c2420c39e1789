package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.testing.Effort;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A sandbox forbids membarrier when rings are in use already: wake-ups keep coming, on rings that exist and on new ones. */
@Tag("overlays")
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LostBarrierTest {
    /** What the other JVM runs. */
    public static final class Losing {
        private static final int MEMBARRIER = 324;
        private static final int SECCOMP = 317;
        private static final int RINGS = Effort.isStress() ? 300 : 100;

        private Losing() {}

        public static void main(String[] args) throws Exception {
            if (!Barrier.isAsymmetric()) {
                System.out.print("fence");
                return;
            }
            List<AutoCloseable> rings = rings();
            useAll(rings.subList(0, 20)); // these have forced some
            System.out.print(Barrier.isCrowded() + " ");
            forbid();
            useAll(rings);
            System.out.print(Barrier.isCrowded() + " " + Barrier.mayForce() + " ");
            useAll(rings);
            useAll(rings());
            System.out.print("woken");
        }

        private static List<AutoCloseable> rings() {
            List<AutoCloseable> rings = new ArrayList<>();
            for (int i = 0; i < RINGS; i++) {
                rings.add(ByteRing.ofCapacity(64));
                rings.add(BroadcastRing.builder().capacity(64).build());
            }
            return rings;
        }

        /** For all threads of this process, from now on: EPERM for that call, and nothing else changes. */
        private static void forbid() {
            NativeCalls calls = Mirrors.calls();
            ByteBuffer program = ByteBuffer.allocate(4 * 8).order(ByteOrder.nativeOrder());
            instruction(program, 0x20, 0, 0, 0); // load the number of the call
            instruction(program, 0x15, 0, 1, MEMBARRIER); // if it is not that one, skip
            instruction(program, 0x06, 0, 0, 0x00050001); // EPERM
            instruction(program, 0x06, 0, 0, 0x7fff0000); // allow
            long address = calls.address("malloc", (long) program.capacity());
            calls.address("memcpy", address, program.array(), (long) program.capacity());
            byte[] filter = ByteBuffer.allocate(16)
                    .order(ByteOrder.nativeOrder())
                    .putShort(0, (short) 4)
                    .putLong(8, address)
                    .array();
            int privileges = calls.number("prctl", 38, 1L, 0L, 0L, 0L); // PR_SET_NO_NEW_PRIVS
            long set = calls.address("syscall", (long) SECCOMP, 1L, 1L, filter); // a filter, for all threads
            if (privileges != 0 || set != 0) {
                throw new AssertionError("seccomp: " + privileges + ", " + set + ", error " + calls.lastError());
            }
        }

        private static void instruction(ByteBuffer program, int code, int ifTrue, int ifFalse, int operand) {
            program.putShort((short) code)
                    .put((byte) ifTrue)
                    .put((byte) ifFalse)
                    .putInt(operand);
        }

        private static void useAll(List<AutoCloseable> rings) throws Exception {
            Random random = new Random(1);
            for (AutoCloseable ring : rings) {
                if (ring instanceof ByteRing) {
                    use(((ByteRing) ring).writer(), ((ByteRing) ring).reader(), random.nextInt(200));
                } else {
                    BroadcastRing broadcast = (BroadcastRing) ring;
                    try (RingReader reader = broadcast.subscribe()) {
                        use(broadcast.writer(), reader, random.nextInt(200));
                    }
                }
            }
        }

        /** Each half waits for the other in turn, without ever looking for itself; the first time they race. */
        private static void use(RingWriter writer, RingReader reader, int spins) throws Exception {
            int most = writer.maxClaim();
            FutureTask<Integer> reading = new FutureTask<>(() -> {
                int read = 0;
                while (read < 3 * most) {
                    await(waiter -> reader.arm(waiter, 1));
                    read += reader.skip(most);
                }
                return read;
            });
            Thread thread = new Thread(reading);
            thread.start();
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            int written = 0;
            while (written < 3 * most) {
                await(waiter -> writer.arm(waiter, most));
                written += writer.write(new byte[most], 0, most);
            }
            assertEquals(3 * most, reading.get());
        }

        private interface Arming {
            boolean arm(Waiter waiter) throws Exception;
        }

        private static void await(Arming arming) throws Exception {
            Thread thread = Thread.currentThread();
            AtomicBoolean woken = new AtomicBoolean();
            boolean asleep = arming.arm(() -> {
                woken.set(true);
                LockSupport.unpark(thread);
            });
            while (asleep && !woken.get()) {
                LockSupport.park();
            }
        }
    }

    @Test
    void wakeUpsKeepComing() throws Exception {
        for (int limit : new int[] {500, Integer.MAX_VALUE}) {
            String told = OtherJvm.outputOf(
                    Losing.class,
                    OtherJvm.CLASS_PATH,
                    "-ea",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dbytering.forced=" + limit);
            if (!told.equals("fence")) {
                assertEquals("false true false woken", told);
            }
        }
    }
}
