package io.bytering.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.BroadcastRing.Start;
import io.bytering.ByteRing;
import io.bytering.RingReader;
import io.bytering.RingStatistics;
import io.bytering.testing.Sleeper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Statistics of many readers: of all of them, and of each. */
class BroadcastStatisticsTest {
    private final BroadcastRing ring =
            BroadcastRing.builder().capacity(100).history(50).name("news").build();
    private final RingStatistics all = ring.statistics();

    private void write(int length) throws IOException {
        for (int left = length; left > 0; left -= 10) {
            assertTrue(ring.writer().tryWriteAll(new byte[10], 0, 10));
        }
    }

    @Test
    void aReaderCountsFromWhereItHasStarted() throws IOException {
        write(70);
        RingReader late = ring.subscribe();
        RingReader old = ring.subscribe(Start.OLDEST);
        int kept = old.readableBytes();
        assertTrue(kept >= 50, kept + " kept");
        write(20);
        assertEquals(20, late.skip(99));
        assertEquals(20, late.statistics().bytesRead());
        assertEquals(90, late.statistics().bytesWritten());
        old.skip(5);
        assertEquals(5, old.statistics().bytesRead());
        assertEquals(25, all.bytesRead());
    }

    @Test
    void levelIsThatOfTheSlowestThatIsWaitedFor() throws IOException {
        write(30);
        assertEquals(0, all.level(), "nobody waits for it");
        RingReader slow = ring.subscribe();
        RingReader quick = ring.subscribe();
        RingReader lossy = ring.subscribeLossy();
        write(40);
        quick.skip(40);
        slow.skip(15);
        assertEquals(
                "25 0", slow.statistics().level() + " " + quick.statistics().level());
        assertEquals("25 40", all.level() + " " + lossy.statistics().level());
        slow.close();
        assertEquals(0, all.level());
        assertEquals(40, all.highWaterMark());
        assertEquals(0, lossy.statistics().bytesRead());
    }

    @Test
    void whatReadersDidThatAreGoneStays() throws IOException {
        RingReader first = ring.subscribe();
        RingReader lossy = ring.subscribeLossy();
        Sleeper sleeper = new Sleeper();
        assertTrue(first.arm(sleeper, 1));
        write(30);
        assertEquals(0, lossy.read(new byte[0], 0, 0));
        first.skip(30);
        first.read(new byte[1], 0, 1);
        first.close();
        write(300);
        lossy.read(new byte[100], 0, 100);
        lossy.read(new byte[100], 0, 100);
        String before = all.toString().replaceFirst(", readers=.*", "");
        assertEquals(1, all.readers());
        assertEquals("1 1 1", lossy.overruns() + " " + lossy.underruns() + " " + all.overruns());
        lossy.close();
        assertEquals(before, all.toString().replaceFirst(", readers=.*", ""));
        assertEquals(0, all.readers());
        assertEquals("1 1 2", all.readerSleeps() + " " + all.readerWakeUps() + " " + all.underruns());
        assertEquals(30 + 330, all.bytesRead());
        assertTrue(all.missedBytes() > 200, all.toString());
    }

    @Test
    void whoWaitsForRoomIsTheWriter() throws IOException {
        RingReader reader = ring.subscribe();
        write(50);
        assertEquals(0, ring.writer().writableBytes() % 10);
        while (ring.writer().write(new byte[10], 0, 10) > 0) {}
        Sleeper sleeper = new Sleeper();
        assertTrue(ring.writer().arm(sleeper, 1));
        reader.skip(99);
        assertEquals("1 1", all.writerSleeps() + " " + all.writerWakeUps());
        assertEquals(
                "1 1",
                reader.statistics().writerSleeps() + " " + reader.statistics().writerWakeUps());
    }

    @Test
    void ringsHaveNames() {
        assertEquals("news", all.name());
        assertEquals("news", ring.subscribe().statistics().name());
        assertSame(all, ring.writer().statistics());
        String other = ByteRing.ofCapacity(1).statistics().name();
        assertTrue(other.matches("ring-\\d+"), other);
        assertNotEquals(other, ByteRing.ofCapacity(1).statistics().name());
        ByteRing named = ByteRing.builder().capacity(1).name("audio").build();
        assertEquals("audio", named.reader().statistics().name());
        assertTrue(named.statistics().toString().startsWith("audio[capacity=1, written=0, "), named.toString());
    }
}
