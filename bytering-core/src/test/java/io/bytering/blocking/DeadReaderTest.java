package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.bytering.RingAbandonedException;
import io.bytering.RingReader;
import io.bytering.testing.TestBytes;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A thread that dies closes nothing by itself: its half is closed by the block it leaves, or by the one that started it. */
@Timeout(300)
class DeadReaderTest {
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static Object die(Rig rig) {
        rig.take(2);
        throw new Death();
    }

    @ParameterizedTest
    @MethodSource("io.bytering.blocking.Strategies#each")
    void readerThatDiesInATryBlockEndsItsWriter(WaitStrategy strategy) throws Exception {
        try (Rig rig = new Rig(strategy)) {
            rig.fillUp();
            Task<Void> writing = rig.waiting(() -> {
                rig.writer.write(TestBytes.of(Rig.CAPACITY, 100), 0, 100);
                return null;
            });
            Task<Object> dying = Task.start(() -> {
                try (RingReader mine = rig.ring.reader()) {
                    assertFalse(mine.isClosed());
                    return die(rig);
                }
            });
            dying.failure(Death.class);
            writing.failure(RingAbandonedException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("io.bytering.blocking.Strategies#each")
    void readerThatDiesWithoutOneIsClosedByItsOwner(WaitStrategy strategy) throws Exception {
        try (Rig rig = new Rig(strategy)) {
            rig.fillUp();
            Task<Object> dying = Task.start(() -> die(rig));
            dying.failure(Death.class);
            rig.put(2);
            Task<Void> writing = rig.waiting(() -> {
                rig.writer.write(TestBytes.of(Rig.CAPACITY + 2, 100), 0, 100);
                return null;
            });
            dying.thread().join();
            rig.ring.reader().close(new Death()); // nobody else can know that nobody reads any more
            assertEquals(
                    Death.class,
                    writing.failure(RingAbandonedException.class).getCause().getClass());
        }
    }

    @ParameterizedTest
    @MethodSource("io.bytering.blocking.Strategies#each")
    void writerThatDiesInATryBlockEndsItsReader(WaitStrategy strategy) throws Exception {
        try (Rig rig = new Rig(strategy)) {
            Task<Integer> reading = rig.waiting(() -> rig.reader.read(new byte[1], 0, 1));
            Task<Void> dying = Task.start(() -> {
                try (BlockingWriter mine = rig.writer) {
                    assertFalse(mine.isClosed());
                    throw new Death();
                }
            });
            dying.failure(Death.class);
            assertEquals(-1, reading.get());
        }
    }
}
