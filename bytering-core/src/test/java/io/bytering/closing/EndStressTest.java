package io.bytering.closing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.storage.Storage;
import io.bytering.testing.Turns;
import io.bytering.testing.TwoThreads;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer writes and closes at once, again and again: the end never overtakes the last byte. */
@Tag("overlays")
@Tag("long")
@Timeout(300)
class EndStressTest {
    private static final int ROUNDS = 20_000;
    private static final int AT_ONCE = 500;

    /** Each a way in which a reader may learn of the end. */
    private enum Way {
        READ {
            @Override
            int take(RingReader reader) {
                return reader.read(new byte[3], 0, 3);
            }
        },
        DRAIN {
            @Override
            int take(RingReader reader) throws Exception {
                return reader.drain((slices, length) -> length);
            }
        },
        SKIP {
            @Override
            int take(RingReader reader) {
                return reader.skip(1);
            }
        },
        EXHAUSTED {
            @Override
            int take(RingReader reader) {
                if (reader.isExhausted()) {
                    return -1;
                }
                int there = reader.peek().remaining();
                reader.consume(there);
                return there;
            }
        },
        ENDED {
            @Override
            int take(RingReader reader) {
                boolean ended = reader.isEnded();
                int there = reader.skip(reader.readableBytes());
                return ended && there <= 0 ? -1 : there;
            }
        };

        abstract int take(RingReader reader) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void theEndIsNeverSeenBeforeTheLastByte(Way way) throws Exception {
        ByteRing[] rings = new ByteRing[AT_ONCE];
        Turns turns = Turns.of(AT_ONCE, ROUNDS);
        for (int round = 0; turns.goOn(round); round += AT_ONCE) {
            for (int i = 0; i < AT_ONCE; i++) {
                rings[i] = ByteRing.builder()
                        .capacity(8)
                        .storage(Storage.heap())
                        .signals(i % 2 == 0)
                        .build();
            }
            AtomicInteger readerAt = new AtomicInteger(-1); // the writer waits for the reader: they go neck and neck
            TwoThreads.run(
                    () -> {
                        TwoThreads.Pause pause = new TwoThreads.Pause();
                        for (int i = 0; i < AT_ONCE; i++) {
                            while (readerAt.get() < i) {
                                pause.pause();
                            }
                            assertEquals(1 + i % 7, rings[i].writer().write(new byte[7], 0, 1 + i % 7));
                            rings[i].writer().close();
                        }
                    },
                    () -> {
                        TwoThreads.Pause pause = new TwoThreads.Pause();
                        for (int i = 0; i < AT_ONCE; i++) {
                            readerAt.set(i);
                            RingReader reader = rings[i].reader();
                            for (int got = 0; got >= 0; got = way.take(reader)) {
                                if (got == 0) {
                                    pause.pause();
                                }
                            }
                            assertEquals(1 + i % 7, reader.position(), "bytes before the end");
                            assertTrue(reader.isExhausted());
                            assertFalse(reader.isClosed());
                        }
                    });
        }
    }
}
