package io.bytering;

import static io.bytering.testing.TestBytes.content;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.storage.Storage;
import io.bytering.testing.Sleeper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A waiting writer is woken by exactly the first consume after which there is the room it asked for: tried in every
 * state that a small ring can be brought into, gaps left by claims included, with every amount.
 */
class ArmTargetsTest {
    private enum Kind {
        WRITE,
        CLAIM,
        SKIP
    }

    private record Step(Kind kind, int length) {}

    private interface Room {
        boolean reached(RingWriter writer) throws IOException;
    }

    private interface Arming {
        boolean arm(RingWriter writer, Waiter waiter);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 11})
    void writerIsWokenByTheFirstConsumeThatMakesItsRoom(int capacity) throws IOException {
        for (List<Step> way : waysToEveryState(capacity, capacity).values()) {
            for (int amount = 1; amount <= capacity; amount++) {
                int n = amount;
                check(capacity, way, n, writer -> writer.writableBytes() >= n, (writer, w) -> writer.arm(w, n));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 11})
    void claimerIsWokenByTheFirstConsumeThatLetsItsClaimSucceed(int capacity) throws IOException {
        for (List<Step> way : waysToEveryState(capacity, capacity).values()) {
            for (int length = 1; length <= capacity; length++) {
                int n = length;
                check(capacity, way, n, writer -> writer.claim(n) != null, (writer, w) -> writer.armClaim(w, n));
            }
        }
    }

    /** Else a reader that waits for bytes and a writer that waits for room could sleep for ever. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 11})
    void fewBytesNeverStopAClaim(int capacity) throws IOException {
        for (int largest = 1; largest <= capacity; largest++) {
            for (List<Step> way : waysToEveryState(capacity, largest).values()) {
                ByteRing ring = ring(capacity, way);
                boolean many = ring.reader().readableBytes() >= capacity - 2 * (largest - 1);
                assertTrue(many || ring.writer().canClaim(largest), largest + " of " + capacity + " after " + way);
            }
        }
    }

    private static void check(int capacity, List<Step> way, int amount, Room room, Arming arming) throws IOException {
        for (int step = 1; step <= capacity; step++) {
            ByteRing ring = ring(capacity, way);
            String which = amount + " of " + capacity + " after " + way + ", then skips of " + step;
            Sleeper sleeper = new Sleeper();
            boolean reached = room.reached(ring.writer());
            assertEquals(!reached, arming.arm(ring.writer(), sleeper), which);
            while (!reached) {
                assertEquals(0, sleeper.woken, which);
                assertTrue(ring.reader().skip(step) > 0, which + ": drained, and still there is no room");
                int woken = sleeper.woken;
                reached = room.reached(ring.writer());
                assertEquals(
                        reached ? 1 : 0, woken, which + " to " + ring.reader().position());
            }
        }
    }

    /** A shortest way to every state that can be told apart from outside. */
    private static Map<String, List<Step>> waysToEveryState(int capacity, int largestClaim) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int length = 1; length <= (kind == Kind.CLAIM ? largestClaim : capacity); length++) {
                steps.add(new Step(kind, length));
            }
        }
        Map<String, List<Step>> ways = new HashMap<>(Map.of(state(ring(capacity, List.of())), List.of()));
        Deque<List<Step>> todo = new ArrayDeque<>(ways.values());
        while (!todo.isEmpty()) {
            List<Step> way = todo.remove();
            for (Step step : steps) {
                List<Step> longer = new ArrayList<>(way);
                longer.add(step);
                if (ways.putIfAbsent(state(ring(capacity, longer)), longer) == null) {
                    todo.add(longer);
                }
            }
        }
        return ways;
    }

    private static ByteRing ring(int capacity, List<Step> way) throws IOException {
        ByteRing ring = ByteRing.builder()
                .capacity(capacity)
                .storage(Storage.heap())
                .startPosition(Long.MAX_VALUE - 2)
                .build();
        for (Step step : way) {
            switch (step.kind) {
                case WRITE -> ring.writer().write(new byte[capacity], 0, step.length);
                case SKIP -> ring.reader().skip(step.length);
                case CLAIM -> {
                    if (ring.writer().claim(step.length) != null) {
                        ring.writer().commit(step.length);
                    }
                }
            }
        }
        return ring;
    }

    private static String state(ByteRing ring) throws IOException {
        return indexes(ring.writer().slices()) + "/" + indexes(ring.reader().slices());
    }

    private static String indexes(ByteBuffer[] slices) {
        return slices[0].position() + "+" + slices[0].remaining() + ",+" + content(slices[1]).length;
    }
}
