package io.bytering.blocking.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.bytering.ByteRing;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import io.bytering.blocking.RingTimeoutException;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.internal.OtherJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Waits as JDK Flight Recorder sees them: with the overlay for the JVM proper, and not at all with the base classes. */
@Tag("overlays")
@Timeout(300)
class WaitEventsTest {
    private static final String NAME = "io.bytering.RingWait";

    /** The packed jar, which has overlays. */
    private static final boolean TOLD =
            ByteRing.class.getResource("ByteRing.class").getProtocol().equals("jar");

    private final ByteRing ring = ByteRing.builder().capacity(64).name("audio").build();

    @TempDir
    Path folder;

    private interface Call {
        void run() throws Exception;
    }

    private List<RecordedEvent> recorded(Duration threshold, Call call) throws Exception {
        try (Recording recording = new Recording()) {
            if (threshold != null) {
                recording.enable(NAME).withThreshold(threshold);
            }
            recording.start();
            call.run();
            recording.stop();
            Path file = folder.resolve("waits.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(NAME))
                    .collect(Collectors.toList());
        }
    }

    private void readerGivesUpAfter(int millis) {
        BlockingReader reader = BlockingReader.of(ring.reader(), WaitStrategy.parking());
        assertThrows(RingTimeoutException.class, () -> reader.awaitReadable(8, millis, TimeUnit.MILLISECONDS));
    }

    @Test
    void aLongWaitIsToldByItself() throws Exception {
        ring.writer().write(new byte[5], 0, 5);
        ring.reader().skip(5);
        List<RecordedEvent> events;
        do { // again, if the thread got its processor so late that the wait was nearly over
            events = recorded(null, () -> readerGivesUpAfter(11));
        } while (TOLD && events.isEmpty());
        assertEquals(TOLD ? 1 : 0, events.size());
        for (RecordedEvent event : events) {
            assertEquals("audio", event.getString("ring"));
            assertEquals("reader", event.getString("side"));
            assertEquals(5, event.getLong("position"));
            assertEquals(8, event.getInt("amount"));
            assertEquals("parking", event.getString("strategy"));
            assertTrue(event.getDuration().toMillis() >= 10, event::toString);
            assertEquals(List.of("10 ms"), defaultsOf("threshold"));
            assertEquals(Thread.currentThread().getName(), event.getThread().getJavaName());
        }
    }

    @Test
    void theThresholdIsThatOfTheRecording() throws Exception {
        assertEquals(
                TOLD ? 1 : 0,
                recorded(Duration.ZERO, () -> readerGivesUpAfter(1)).size());
        assertEquals(List.of(), recorded(Duration.ofHours(1), () -> readerGivesUpAfter(1)));
    }

    private static List<String> defaultsOf(String setting) {
        return FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .filter(type -> type.getName().equals(NAME))
                .flatMap(type -> type.getSettingDescriptors().stream())
                .filter(descriptor -> descriptor.getName().equals(setting))
                .map(SettingDescriptor::getDefaultValue)
                .collect(Collectors.toList());
    }

    @Test
    void waitsThatSpinAreToldAndThoseOfTheWriterToo() throws Exception {
        List<RecordedEvent> events = recorded(Duration.ZERO, () -> {
            BlockingWriter writer = BlockingWriter.of(ring.writer(), WaitStrategy.busySpin());
            writer.write(new byte[64], 0, 64);
            assertThrows(RingTimeoutException.class, () -> writer.awaitWritable(1, 1, TimeUnit.MILLISECONDS));
        });
        assertEquals(
                TOLD ? List.of("writer busySpin 64") : List.of(),
                events.stream()
                        .map(event -> event.getString("side") + " " + event.getString("strategy") + " "
                                + event.getLong("position"))
                        .collect(Collectors.toList()));
    }

    /** The event of a wait that is too short to be recorded serves the next one. */
    @Test
    void aWaitThatIsNotRecordedAllocatesNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported());
        BlockingReader reader = BlockingReader.of(ring.reader(), WaitStrategy.busySpin());
        BlockingWriter writer = BlockingWriter.of(ring.writer(), WaitStrategy.busySpin());
        Task<Void> echo = Task.start(() -> {
            byte[] one = new byte[1];
            while (reader.read(one) >= 0) {
                // so that both sides wait in turn
            }
            return null;
        });
        recorded(Duration.ofHours(1), () -> {
            byte[] bytes = new byte[65];
            long least = Long.MAX_VALUE;
            for (int round = 0;
                    round < 4;
                    round++) { // few waits: compiled at last, they would allocate nothing in any case
                long waits = ring.statistics().writerWaits();
                long before = threads.getCurrentThreadAllocatedBytes();
                while (ring.statistics().writerWaits() < waits + 50) {
                    writer.write(bytes);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            long bytesPerWait = least / 50;
            assertTrue(bytesPerWait < 16, () -> bytesPerWait + " bytes for each wait");
        });
        writer.close();
        echo.get();
    }

    /** Each wait that is recorded is an event of its own. */
    @Test
    void waitsThatAreRecordedDoNotRunIntoEachOther() throws Exception {
        BlockingReader reader = BlockingReader.of(ring.reader(), WaitStrategy.parking());
        List<Integer> amounts;
        do { // again, if the thread got its processor so late that a wait was nearly over
            List<RecordedEvent> events = recorded(Duration.ofMillis(5), () -> {
                for (int millis : new int[] {6, 0, 7, 0, 8}) {
                    assertThrows(
                            RingTimeoutException.class,
                            () -> reader.awaitReadable(millis + 1, millis, TimeUnit.MILLISECONDS));
                }
            });
            events.sort(Comparator.comparing(RecordedEvent::getStartTime));
            for (int i = 1; i < events.size(); i++) {
                RecordedEvent before = events.get(i - 1);
                RecordedEvent event = events.get(i);
                assertFalse(event.getStartTime().isBefore(before.getEndTime()), () -> before + " " + event);
            }
            amounts = events.stream().map(event -> event.getInt("amount")).collect(Collectors.toList());
        } while (TOLD && !amounts.containsAll(List.of(7, 8, 9)));
        assertTrue(TOLD || amounts.isEmpty(), amounts::toString);
    }

    /** What the other JVM runs: it waits, and says whether there is a recorder. */
    public static final class WithoutRecorder {
        private WithoutRecorder() {}

        public static void main(String[] args) throws IOException {
            BlockingReader reader = BlockingReader.of(ByteRing.ofCapacity(1).reader());
            try {
                reader.awaitReadable(1, 1, TimeUnit.MILLISECONDS);
            } catch (RingTimeoutException e) {
                System.out.print(ModuleLayer.boot().findModule("jdk.jfr").isPresent());
            }
        }
    }

    @Test
    void aRuntimeWithoutTheModuleIsEnough() throws Exception {
        assertEquals(
                "false",
                OtherJvm.outputOf(
                        WithoutRecorder.class, OtherJvm.CLASS_PATH, "--limit-modules", "java.base,jdk.unsupported"));
    }
}
