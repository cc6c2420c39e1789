package io.bytering.closing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.storage.Storage;
import io.bytering.testing.Turns;
import io.bytering.testing.TwoThreads;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closes that race: one of them decides, and everybody sees the same. Two threads go neck and neck through many rings. */
@Tag("overlays")
@Tag("long")
@Timeout(300)
class CloseStressTest {
    private static final int ROUNDS = 10_000;
    private static final int AT_ONCE = 500;

    /** What one of the two threads does with one ring. */
    private interface Step {
        void on(ByteRing ring, int i) throws Exception;
    }

    private static void race(Step one, Step other, Step afterwards) throws Exception {
        ByteRing[] rings = new ByteRing[AT_ONCE];
        Turns turns = Turns.of(AT_ONCE, ROUNDS);
        for (int round = 0; turns.goOn(round); round += AT_ONCE) {
            for (int i = 0; i < AT_ONCE; i++) {
                rings[i] =
                        ByteRing.builder().capacity(8).storage(Storage.heap()).build();
            }
            AtomicInteger arrived = new AtomicInteger();
            TwoThreads.run(() -> all(rings, arrived, one), () -> all(rings, arrived, other));
            for (int i = 0; i < AT_ONCE; i++) {
                afterwards.on(rings[i], i);
            }
        }
    }

    private static void all(ByteRing[] rings, AtomicInteger arrived, Step step) throws Exception {
        TwoThreads.Pause pause = new TwoThreads.Pause();
        for (int i = 0; i < AT_ONCE; i++) {
            arrived.incrementAndGet();
            while (arrived.get() < 2 * (i + 1)) {
                pause.pause();
            }
            step.on(rings[i], i);
        }
    }

    @Test
    void oneOfTwoCausesWinsForGood() throws Exception {
        Exception[] causes = {new Exception("one"), new Exception("other")};
        Throwable[][] seen = new Throwable[2][AT_ONCE];
        race(
                (ring, i) -> {
                    ring.writer().close(causes[0]);
                    seen[0][i] = ring.reader().failure();
                },
                (ring, i) -> {
                    ring.writer().close(causes[1]);
                    seen[1][i] = ring.reader().failure();
                },
                (ring, i) -> {
                    Throwable winner = ring.reader().failure();
                    assertTrue(winner == causes[0] || winner == causes[1]);
                    assertSame(winner, seen[0][i]);
                    assertSame(winner, seen[1][i]);
                });
    }

    @Test
    void cleanCloseAndFailureDoNotMix() throws Exception {
        Exception cause = new Exception("one");
        @Nullable Throwable[][] seen = new Throwable[2][AT_ONCE];
        race(
                (ring, i) -> {
                    ring.reader().close(cause);
                    seen[0][i] = ring.writer().failure();
                },
                (ring, i) -> {
                    ring.reader().close();
                    seen[1][i] = ring.writer().failure();
                },
                (ring, i) -> {
                    assertSame(seen[0][i], seen[1][i]);
                    assertSame(seen[0][i], ring.writer().failure());
                });
    }

    @Test
    void theFailureIsKnownWithTheEndAndNeverBeforeTheLastByte() throws Exception {
        Exception cause = new Exception("one");
        race(
                (ring, i) -> {
                    assertEquals(1 + i % 7, ring.writer().write(new byte[7], 0, 1 + i % 7));
                    ring.writer().close(cause);
                },
                (ring, i) -> {
                    TwoThreads.Pause pause = new TwoThreads.Pause();
                    RingReader reader = ring.reader();
                    byte[] dst = new byte[3];
                    while (reader.read(dst, 0, 3) >= 0) {
                        pause.pause();
                    }
                    assertEquals(1 + i % 7, reader.position(), "bytes before the end");
                    assertSame(cause, reader.failure());
                },
                (ring, i) -> assertTrue(ring.reader().isExhausted()));
    }

    @Test
    void anActionRunsOnceHoweverItsRegistrationRacesWithTheClose() throws Exception {
        int[] calls = new int[AT_ONCE];
        race(
                (ring, i) -> ring.writer().onAbandoned(() -> calls[i]++),
                (ring, i) -> ring.reader().close(),
                (ring, i) -> {
                    assertEquals(1, calls[i]);
                    calls[i] = 0;
                });
    }
}
