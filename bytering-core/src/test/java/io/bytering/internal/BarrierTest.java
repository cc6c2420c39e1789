package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which form of waking is in force, and that it can be chosen. */
@Timeout(60)
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
        assertEquals(whereThereIsOne(FORCED + ", false"), formWith(PERMISSION, "-Dbytering.barrier=asymmetric"));
        assertEquals(whereThereIsOne("0, false"), formWith(PERMISSION, "-Dbytering.barrier=changing"));
        assertEquals("fence", formWith(PERMISSION, "-Dbytering.barrier=fence"));
    }

    @Test
    void withoutPermissionNoneIsAndNoWarningIsPrinted() throws Exception {
        assertEquals("fence", formWith());
        assertEquals("fence", formWith("-Dbytering.barrier=asymmetric"));
    }
}
