package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.testing.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Claims wait for contiguous room, wherever it appears. */
interface ClaimContract extends RigContract {
    /** Claims, commits what was claimed, and says how much the reader had consumed by then. */
    private Task<Long> claiming(int length) {
        Rig rig = rig();
        return rig.waiting(() -> {
            ByteBuffer claimed = rig.writer.claim(length);
            long consumed = rig.ring.reader().position();
            assertEquals(length, claimed.remaining(), "bytes claimed");
            claimed.put(TestBytes.of(rig.ring.writer().position(), length));
            rig.writer.commit(length);
            return consumed;
        });
    }

    @Test
    default void claimWaitsForRoomAtTheStart() throws IOException {
        Rig rig = rig();
        rig.put(6);
        Task<Long> claiming = claiming(4); // 2 bytes are free at the end, and 4 at the start once 4 are read
        rig.take(3);
        assertFalse(claiming.endsWithin(10), "it claimed what was not contiguous");
        rig.take(1);
        assertEquals(4, claiming.get());
        rig.takeAll();
    }

    @Test
    default void claimOfAllWaitsUntilTheRingIsDrained() throws IOException {
        Rig rig = rig();
        rig.put(3);
        rig.take(2);
        Task<Long> claiming = claiming(Rig.CAPACITY);
        assertFalse(claiming.endsWithin(10), "it claimed more than there was");
        rig.take(1);
        assertEquals(3, claiming.get());
        assertEquals(Rig.CAPACITY, rig.ring.reader().peek().remaining());
        rig.takeAll();
    }

    @Test
    default void claimWaitsBehindAWrap() throws IOException {
        Rig rig = rig();
        rig.put(Rig.CAPACITY);
        rig.take(4);
        rig.put(2);
        Task<Long> claiming = claiming(5); // from index 2 on, so that the reader has to be at index 7
        rig.take(2);
        assertFalse(claiming.endsWithin(10), "it claimed what was not read");
        rig.take(1);
        assertEquals(7, claiming.get());
        rig.takeAll();
    }

    @Test
    default void aClaimMayBeCommittedInPart() throws IOException {
        Rig rig = rig();
        rig.writer.claim(5).put(TestBytes.of(0, 2));
        rig.writer.commit(2);
        rig.writer.claim(5);
        rig.writer.commit(0);
        rig.take(2);
        assertEquals(2, rig.ring.writer().position());
    }

    @Test
    default void commitNeedsAClaim() throws IOException {
        Rig rig = rig();
        assertThrows(IllegalStateException.class, () -> rig.writer.commit(1));
        rig.writer.claim(3).put(TestBytes.of(0, 3));
        assertThrows(IllegalArgumentException.class, () -> rig.writer.commit(4));
        assertThrows(IllegalArgumentException.class, () -> rig.writer.commit(-1));
        rig.writer.commit(3);
        rig.take(3);
    }
}
