package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.RingStatistics;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which form of waking is in force, and that it can be chosen. */
@Tag("overlays")
@Timeout(300)
class BarrierTest {
    /** What the other JVM runs. */
    public static final class Told {
        private Told() {}

        public static void main(String[] args) {
            int forced = 0;
            for (int i = 0; i < FORCED && Barrier.isAsymmetric() && Barrier.mayForce(); i++) {
                Barrier.force();
                forced++;
            }
            System.out.print(Barrier.isAsymmetric() ? forced + ", " + Barrier.isCrowded() : "fence");
        }
    }

    private static final int FORCED = 1000;
    private static final String PERMISSION = "--enable-native-access=ALL-UNNAMED";

    private static boolean hasForeignCalls() {
        return Cursor.class.getSuperclass() != AtomicLong.class
                && Runtime.version().feature() >= 22;
    }

    private static String formWith(String... options) throws Exception {
        return OtherJvm.outputOf(Told.class, OtherJvm.CLASS_PATH, options);
    }

    private static String whereThereIsOne(String form) {
        boolean linux = System.getProperty("os.name").equals("Linux");
        return hasForeignCalls() && linux ? form : "fence";
    }

    @Test
    void byDefaultFencesAreForcedUntilThereAreTooMany() throws Exception {
        String told = formWith(PERMISSION);
        if (whereThereIsOne("").isEmpty()) { // unless a second has just ended, in which case there may be twice as many
            assertTrue(
                    told.equals("500, true") || told.matches("(5[0-9][0-9]|[6-9][0-9][0-9]|1000), (true|false)"), told);
        } else {
            assertEquals("fence", told);
        }
    }

    @Test
    void allOfThemMayBeForcedOrNone() throws Exception {
        assertEquals(
                whereThereIsOne(FORCED + ", false"), formWith(PERMISSION, "-Dbytering.forced=" + Integer.MAX_VALUE));
        assertEquals(whereThereIsOne("0, false"), formWith(PERMISSION, "-Dbytering.forced=0"));
        assertEquals("fence", formWith(PERMISSION, "-Dbytering.barrier=fence"));
    }

    @Test
    void withoutPermissionNoneIsAndNoWarningIsPrinted() throws Exception {
        assertEquals("fence", formWith());
        assertEquals("fence", formWith("-Dbytering.forced=" + Integer.MAX_VALUE));
    }

    /** What the other JVM runs. */
    public static final class Sleeping {
        private Sleeping() {}

        public static void main(String[] args) throws Exception {
            ByteRing ring = ByteRing.ofCapacity(8);
            print(ring);
            ring.reader().arm(() -> {}, 1);
            print(ring);
            ring.writer().write(new byte[8]);
            ring.writer().arm(() -> {}, 1);
            print(ring);
            print(ByteRing.builder().capacity(8).signals(false).build());
        }

        private static void print(ByteRing ring) {
            RingStatistics statistics = ring.statistics();
            System.out.print(statistics.isWriterFenced() + " " + statistics.isReaderFenced() + "; ");
        }
    }

    @Test
    void statisticsTellOnWhichSideARingHasChangedOver() throws Exception {
        boolean changes = whereThereIsOne("").isEmpty();
        assertEquals(
                changes
                        ? "false false; true false; true true; false false; "
                        : "true true; true true; true true; false false; ",
                OtherJvm.outputOf(Sleeping.class, OtherJvm.CLASS_PATH, PERMISSION, "-Dbytering.forced=0"));
    }

    /** What the other JVM runs. */
    public static final class Making {
        private Making() {}

        public static void main(String[] args) {
            for (int i = 0; i < 2; i++) {
                System.out.println(told(() -> ByteRing.ofCapacity(8)));
                System.out.println(told(() -> ByteRing.over(new byte[8])));
                System.out.println(told(() -> BroadcastRing.ofCapacity(8)));
                System.out.println(told(() -> ByteRing.builder()
                        .capacity(8)
                        .storage((capacity, alignment) -> {
                            throw new AssertionError("memory was asked for");
                        })
                        .build()));
            }
        }

        private static String told(Supplier<Object> ring) {
            try {
                return ring.get().toString();
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
        }
    }

    @Test
    void anUnknownFormIsRefusedByEachRingThatIsMade() throws Exception {
        String refusal = "the system property bytering.barrier must be one of [adaptive, fence]: ";
        for (String form : new String[] {"fences", "", "ADAPTIVE", "changing"}) {
            assertEquals(
                    (refusal + form + "\n").repeat(8),
                    OtherJvm.outputOf(Making.class, OtherJvm.CLASS_PATH, PERMISSION, "-Dbytering.barrier=" + form));
        }
    }
}
