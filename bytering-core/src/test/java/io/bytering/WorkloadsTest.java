package io.bytering;

import static io.bytering.testing.TestBytes.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams through small rings, one thread taking turns with itself. */
@Timeout(300)
class WorkloadsTest {
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 100, -100})
    void twoHundredBytesThroughSixteen(long start) throws IOException {
        ByteRing ring = ByteRing.builder().capacity(16).startPosition(start).build();
        int[] moved = {0, 0};
        while (moved[1] < 200) {
            moved[0] += ring.writer().fill((slices, length) -> {
                int count = Math.min(Math.min(11, length), 200 - moved[0]);
                TestBytes.put(slices, moved[0], count);
                return count;
            });
            moved[1] += ring.reader().drain((slices, length) -> {
                byte[] got = TestBytes.content(slices);
                assertArrayEquals(of(moved[1], length), got);
                return Math.min(7, length);
            });
        }
        assertEquals(start + 200, ring.writer().position());
        assertEquals(start + 200, ring.reader().position());
    }

    /** Writes until nothing fits, then reads until nothing is left, or one by one: both must come out in order. */
    @ParameterizedTest
    @CsvSource({"128, 8, 16", "128, 8, 256", "1000, 17, 64", "1000, 5, 5", "1000, 1, 1", "1000, 7, 1000"})
    void messagesOfOneLength(int count, int length, int capacity) throws IOException {
        ByteRing ring = ByteRing.ofCapacity(capacity);
        SplittableRandom random = new SplittableRandom(length);
        int sent = 0;
        int got = 0;
        while (got < count) {
            for (int burst = random.nextInt(1, 9); burst > 0 && sent < count; burst--) {
                ByteBuffer slot = ring.writer().claim(length);
                if (slot == null) {
                    break;
                }
                slot.put(of(sent, length));
                ring.writer().commit(length);
                sent++;
            }
            for (int burst = random.nextInt(1, 9); burst > 0 && got < sent; burst--) {
                ByteBuffer slot = ring.reader().peek(length);
                byte[] message = new byte[length];
                slot.get(message);
                assertArrayEquals(of(got, length), message);
                ring.reader().consume(length);
                got++;
            }
        }
        assertEquals(0, ring.reader().readableBytes());
    }
}
