package io.bytering.broadcast;

import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.testing.Effort;
import io.bytering.testing.Parker;
import io.bytering.testing.Sleeper;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is woken by whom in a ring with many readers. */
@Tag("overlays")
@Tag("long")
@Timeout(300)
class BroadcastWakeTest {
    /** Fewer bytes would show nothing, however long they take. */
    private static final int ENOUGH = 1000;

    private final BroadcastRing ring =
            BroadcastRing.builder().capacity(10).history(0).build();

    private void write(int count) throws IOException {
        assertEquals(count, ring.writer().write(of(0, count), 0, count));
    }

    @Test
    void eachReaderIsWokenWhenItsAmountIsThere() throws IOException {
        List<RingReader> readers = new ArrayList<>();
        List<Sleeper> sleepers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            readers.add(ring.subscribe());
            sleepers.add(new Sleeper());
            assertTrue(readers.get(i).arm(sleepers.get(i), 10 - i));
        }
        for (int written = 0; written < 10; written++) {
            for (int i = 0; i < 10; i++) {
                assertEquals(written >= 10 - i ? 1 : 0, sleepers.get(i).woken, written + " bytes, reader " + i);
            }
            write(1);
        }
    }

    @Test
    void disarmedReaderIsNotWoken() throws IOException {
        RingReader one = ring.subscribe();
        RingReader other = ring.subscribe();
        Sleeper asleep = new Sleeper();
        Sleeper awake = new Sleeper();
        assertTrue(one.arm(awake, 1));
        assertTrue(other.arm(asleep, 2));
        assertTrue(one.disarm(awake));
        assertFalse(one.disarm(awake));
        write(1);
        assertTrue(one.skip(1) == 1 && one.arm(awake, 1));
        assertThrowsExactly(IllegalStateException.class, () -> one.arm(asleep, 1));
        assertEquals(0, awake.woken + asleep.woken);
        write(1);
        assertEquals("1 1", awake.woken + " " + asleep.woken);
    }

    @Test
    void waiterMayArmAgainAndWriteFromItsWake() throws IOException {
        List<RingReader> readers = new ArrayList<>();
        List<Sleeper> sleepers = new ArrayList<>();
        int[] wakes = new int[3];
        for (int i = 0; i < 3; i++) {
            RingReader reader = ring.subscribe();
            int self = i;
            Waiter again = new Waiter() {
                @Override
                public void wake() {
                    wakes[self]++;
                    reader.skip(10);
                    if (wakes[self] < 5) {
                        reader.arm(this, 1);
                        try {
                            ring.writer().write(new byte[1], 0, 1); // wakes the others, and perhaps itself
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                }
            };
            assertTrue(reader.arm(again, 1));
            readers.add(reader);
            sleepers.add(new Sleeper());
        }
        write(1);
        assertEquals("5 5 5", wakes[0] + " " + wakes[1] + " " + wakes[2]);
        for (int i = 0; i < 3; i++) {
            readers.get(i).skip(10);
            assertTrue(readers.get(i).arm(sleepers.get(i), 1), "nobody is armed");
        }
        write(1);
        for (Sleeper sleeper : sleepers) {
            assertEquals(1, sleeper.woken);
        }
    }

    @Test
    void writerIsWokenByTheLastOfItsReadersOnly() throws IOException {
        RingReader one = ring.subscribe();
        RingReader other = ring.subscribe();
        write(10);
        Sleeper sleeper = new Sleeper();
        assertTrue(ring.writer().arm(sleeper, 4));
        one.skip(10);
        other.skip(3);
        assertEquals(0, sleeper.woken);
        other.skip(1);
        assertEquals(1, sleeper.woken);
    }

    @Test
    void closeOfTheSlowestReaderWakesTheWriter() throws IOException {
        RingReader slow = ring.subscribe();
        RingReader half = ring.subscribe();
        RingReader lossy = ring.subscribeLossy();
        write(10);
        half.skip(5);
        Sleeper sleeper = new Sleeper();
        assertTrue(ring.writer().arm(sleeper, 5));
        lossy.close();
        assertEquals(0, sleeper.woken);
        slow.close();
        assertEquals(1, sleeper.woken);
        assertTrue(ring.writer().arm(sleeper, 6));
        half.close();
        assertEquals(2, sleeper.woken, "nobody is left to wait for");
    }

    @Test
    void closeOfTheWriterWakesAll() throws IOException {
        List<Sleeper> sleepers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Sleeper sleeper = new Sleeper();
            assertTrue((i % 2 == 0 ? ring.subscribe() : ring.subscribeLossy()).arm(sleeper, 10));
            sleepers.add(sleeper);
        }
        write(3);
        ring.writer().close();
        for (Sleeper sleeper : sleepers) {
            assertEquals(1, sleeper.woken);
        }
    }

    @Test
    void ownCloseWakesWhatWaitsOnThatReader() {
        RingReader reader = ring.subscribe();
        Sleeper sleeper = new Sleeper();
        assertTrue(reader.arm(sleeper, 1));
        reader.close();
        assertEquals(1, sleeper.woken);
    }

    /** With its reader on the writer's heels, and others that arm and disarm at random: one lost wake-up, and it hangs. */
    @Test
    void noWakeUpIsLostAmongManyReaders() throws Exception {
        BroadcastRing tiny = BroadcastRing.builder().capacity(3).history(0).build();
        long deadline = System.nanoTime() + Effort.RACE_NANOS;
        RingReader[] readers = {tiny.subscribe(), tiny.subscribe(), tiny.subscribe()};
        TwoThreads.run(
                () -> {
                    Parker parker = new Parker();
                    RingWriter writer = tiny.writer();
                    for (int i = 0; i <= ENOUGH || i % 64 > 0 || System.nanoTime() - deadline < 0; i++) {
                        while (writer.write(of(i, 1), 0, 1) == 0) {
                            if (writer.arm(parker, 1 + i % 3)) {
                                parker.park();
                            }
                        }
                    }
                    writer.close();
                },
                () -> follow(readers[0], 1),
                () -> follow(readers[1], 2),
                () -> follow(readers[2], 3));
        for (RingReader reader : readers) {
            assertEquals(tiny.writer().position(), reader.position());
        }
        assertTrue(tiny.writer().position() > ENOUGH, "only " + tiny.writer().position() + " bytes");
    }

    private static void follow(RingReader reader, int seed) {
        Parker parker = new Parker();
        Sleeper other = new Sleeper();
        SplittableRandom random = new SplittableRandom(seed);
        while (!reader.isExhausted()) {
            if (random.nextInt(4) == 0 && reader.arm(other, 1)) {
                reader.disarm(other);
            } else if (reader.arm(parker, 1)) {
                parker.park();
            }
            reader.skip(random.nextInt(1, 4));
        }
    }
}
