package io.bytering.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.Insides;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.closing.ForeignCloseTest;
import io.bytering.storage.Storage;
import io.bytering.testing.Effort;
import io.bytering.testing.PositionBytes;
import io.bytering.testing.TwoThreads;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions may come from any thread at any time: each answer is one that could be, and neither half is disturbed. */
@Tag("overlays")
@Timeout(300)
class QuestionsTest {
    static List<Storage> storages() {
        return ForeignCloseTest.storages();
    }

    @ParameterizedTest
    @MethodSource("storages")
    void aMonitorDisturbsNeitherHalf(Storage storage) throws Exception {
        for (int capacity : new int[] {1, 61, 1000}) {
            ByteRing ring = Insides.exact(ByteRing.builder())
                    .capacity(capacity)
                    .storage(storage)
                    .build();
            watch(ring.writer(), ring.reader());
            BroadcastRing many = Insides.exact(BroadcastRing.builder())
                    .capacity(capacity)
                    .storage(storage)
                    .build();
            watch(many.writer(), many.subscribe());
            BroadcastRing kept = Insides.exact(BroadcastRing.builder())
                    .capacity(capacity)
                    .history(capacity / 2)
                    .storage(storage)
                    .build();
            watch(kept.writer(), kept.subscribeLossy());
        }
    }

    private static void watch(RingWriter writer, RingReader reader) throws Exception {
        int capacity = reader.capacity();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(60L * Effort.FACTOR);
        AtomicBoolean done = new AtomicBoolean();
        TwoThreads.run(
                () -> {
                    TwoThreads.Pause pause = new TwoThreads.Pause();
                    int length = 0;
                    while (System.nanoTime() - deadline < 0) {
                        length = length % writer.maxClaim() + 1;
                        if (length % 3 == 0) {
                            java.nio.ByteBuffer claim = writer.claim(length);
                            if (claim != null) {
                                PositionBytes.put(claim, writer.position());
                                writer.commit(length);
                            }
                        } else if (!writer.tryWriteAll(PositionBytes.from(writer.position(), length))) {
                            pause.pause();
                        }
                    }
                    writer.close();
                },
                () -> {
                    TwoThreads.Pause pause = new TwoThreads.Pause();
                    byte[] bytes = new byte[Math.max(1, capacity / 3)];
                    for (int count; (count = reader.read(bytes)) >= 0; ) {
                        PositionBytes.check(bytes, count, reader.position() - count);
                        pause.pause();
                    }
                    assertEquals(writer.position(), reader.position());
                    done.set(true);
                },
                () -> {
                    while (!done.get()) {
                        within(reader.readableBytes(), capacity);
                        within(writer.writableBytes(), writer.maxClaim());
                        within(reader.statistics().level(), capacity);
                        writer.canClaim(writer.maxClaim());
                        if (reader.isExhausted()) {
                            assertTrue(writer.isClosed());
                        }
                        reader.missedBytes();
                        reader.underruns();
                        reader.overruns();
                        Thread.yield();
                    }
                });
    }

    private static void within(int answer, int most) {
        assertTrue(answer >= 0 && answer <= most, answer + " of " + most);
    }

    @Test
    void onItsOwnThreadEachAnswerIsExact() throws Exception {
        ByteRing ring = ByteRing.ofCapacity(10);
        ring.writer().write(new byte[7]);
        assertEquals("3 7", ring.writer().writableBytes() + " " + ring.reader().readableBytes());
        assertTrue(ring.writer().canClaim(3) && !ring.writer().canClaim(4));
        ring.reader().skip(7);
        assertEquals("10 0", ring.writer().writableBytes() + " " + ring.reader().readableBytes());
        assertTrue(ring.writer().canClaim(10));
    }
}
