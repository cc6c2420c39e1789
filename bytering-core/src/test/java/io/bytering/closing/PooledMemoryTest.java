package io.bytering.closing;

import static io.bytering.closing.ForeignCloseTest.elsewhere;
import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.Overflow;
import io.bytering.RingAbandonedException;
import io.bytering.RingClosedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import io.bytering.testing.Effort;
import io.bytering.testing.TestBytes;
import io.bytering.testing.TwoThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool gets its memory back when nobody is inside, once, and never before. */
@Tag("overlays")
@Timeout(300)
class PooledMemoryTest {
    private static final int CAPACITY = 16;

    private interface AnyRing extends AutoCloseable {
        RingWriter writer();

        RingReader reader();

        @Override
        void close();
    }

    private static AnyRing ring(ByteRing ring) {
        return new AnyRing() {
            @Override
            public RingWriter writer() {
                return ring.writer();
            }

            @Override
            public RingReader reader() {
                return ring.reader();
            }

            @Override
            public void close() {
                ring.close();
            }
        };
    }

    private static final Map<String, Function<Pool, AnyRing>> RINGS = new LinkedHashMap<>();

    static {
        RINGS.put(
                "one reader",
                pool -> ring(ByteRing.builder()
                        .capacity(pool.array.length)
                        .storage(pool)
                        .build()));
        RINGS.put(
                "overwriting",
                pool -> ring(ByteRing.builder()
                        .capacity(pool.array.length)
                        .storage(pool)
                        .overflow(Overflow.OVERWRITE_OLDEST)
                        .build()));
        RINGS.put("many readers", pool -> {
            BroadcastRing ring = BroadcastRing.builder()
                    .capacity(pool.array.length)
                    .storage(pool)
                    .build();
            RingReader reader = ring.subscribe();
            return new AnyRing() {
                @Override
                public RingWriter writer() {
                    return ring.writer();
                }

                @Override
                public RingReader reader() {
                    return reader;
                }

                @Override
                public void close() {
                    ring.close();
                }
            };
        });
    }

    private interface Body {
        void run(AnyRing ring, Pool pool) throws Exception;
    }

    private static void onEach(Body body) throws Exception {
        for (Map.Entry<String, Function<Pool, AnyRing>> kind : RINGS.entrySet()) {
            Pool pool = new Pool(CAPACITY);
            try {
                body.run(kind.getValue().apply(pool), pool);
            } catch (AssertionError e) {
                throw new AssertionError(kind.getKey() + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void aFillerThatIsInsideKeepsTheMemory() throws Exception {
        onEach((ring, pool) -> {
            assertThrowsExactly(
                    RingClosedException.class,
                    () -> ring.writer().fill((slices, length) -> {
                        elsewhere(ring::close);
                        assertEquals(0, pool.closed.get(), "somebody is inside");
                        slices[0].put((byte) 1);
                        return 1;
                    }));
            assertEquals(1, pool.closed.get());
            assertTrue(pool.isTheNextUsers());
        });
    }

    @Test
    void aDrainerThatIsInsideKeepsTheMemory() throws Exception {
        onEach((ring, pool) -> {
            ring.writer().write(of(0, 8));
            assertEquals(8, ring.reader().drain((slices, length) -> {
                elsewhere(ring::close);
                assertArrayEquals(of(0, 8), TestBytes.content(slices), "somebody is inside");
                return length;
            }));
            assertEquals(1, pool.closed.get());
        });
    }

    @Test
    void theLastOfTwoThatAreInsideGivesItBack() throws Exception {
        onEach((ring, pool) -> {
            ring.writer().write(of(0, 8));
            assertThrowsExactly(
                    RingClosedException.class,
                    () -> ring.writer().fill((free, room) -> {
                        ring.reader().drain((slices, length) -> {
                            elsewhere(ring::close);
                            return length;
                        });
                        assertEquals(0, pool.closed.get(), "the filler is inside");
                        return 0;
                    }));
            assertEquals(1, pool.closed.get());
        });
    }

    /** A close ends a claim, also one by a thread that the writer was handed to meanwhile. */
    @Test
    void aClaimKeepsNothingOnceItsWriterIsClosed() throws Exception {
        onEach((ring, pool) -> {
            ring.writer().claim(4);
            elsewhere(ring::close);
            assertEquals(1, pool.closed.get());
            assertThrowsExactly(RingClosedException.class, () -> ring.writer().commit(4));
            assertTrue(pool.isTheNextUsers());
        });
    }

    @Test
    void afterAClaimAllGoesOn() throws Exception {
        onEach((ring, pool) -> {
            for (int i = 0; i < 50; i++) {
                ring.writer().claim(3).put(of(3L * i, 3));
                ring.writer().commit(3);
                assertArrayEquals(of(3L * i, 3), TestBytes.readAll(ring.reader()));
            }
            ring.close();
            assertEquals(1, pool.closed.get());
        });
    }

    @Test
    void memoryOfYourOwnIsNotDetachedWhileSomebodyIsInside() throws IOException {
        ByteRing ring = ByteRing.over(new byte[8]);
        assertThrowsExactly(
                RingClosedException.class,
                () -> ring.writer().fill((slices, length) -> {
                    elsewhere(ring::close);
                    assertThrowsExactly(IllegalStateException.class, ring::detach);
                    return 1;
                }));
        assertEquals(8, ring.detach().capacity());
    }

    /** No copy reaches memory that was given back. */
    @Test
    void aCopyThatIsInsideKeepsTheMemory() throws Exception {
        for (int call = 0; call < 4; call++) {
            int which = call;
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150L * Effort.FACTOR);
            for (int round = 0; System.nanoTime() - deadline < 0; round++) {
                int hints = round % 61;
                Pool pool = new Pool(4000);
                AnyRing ring = RINGS.get(round % 2 == 0 ? "one reader" : "many readers")
                        .apply(pool);
                TwoThreads.run(
                        () -> {
                            byte[] bytes = of(0, 3000);
                            try {
                                while (true) {
                                    write(ring.writer(), which, bytes);
                                    ring.reader().skip(4000);
                                }
                            } catch (RingClosedException | RingAbandonedException closed) {
                                // the end of it
                            }
                        },
                        () -> {
                            for (int i = 0; i < hints; i++) {
                                Thread.onSpinWait();
                            }
                            ring.close();
                        });
                assertEquals(1, pool.closed.get());
                assertTrue(pool.isTheNextUsers());
            }
        }
    }

    private static void write(RingWriter writer, int call, byte[] bytes) throws IOException {
        switch (call) {
            case 0 -> writer.write(bytes);
            case 1 -> writer.write(ByteBuffer.wrap(bytes));
            case 2 -> writer.tryWriteAll(bytes);
            default -> writer.tryWriteAll(ByteBuffer.wrap(bytes));
        }
    }
}
