package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
            for (int i = 0; i < 1000; i++) {
                Barrier.beforeLastLook();
            }
            System.out.print(Barrier.isAsymmetric() ? "asymmetric" : "fence");
        }
    }

    private static final String ASKED = "-Dbytering.barrier=asymmetric";
    private static final String PERMISSION = "--enable-native-access=ALL-UNNAMED";

    private static boolean hasForeignCalls() {
        return Cursor.class.getSuperclass() != AtomicLong.class
                && Runtime.version().feature() >= 22;
    }

    private static String formWith(String... options) throws Exception {
        return OtherJvm.outputOf(Told.class, OtherJvm.CLASS_PATH, options);
    }

    @Test
    void whoeverAsksForItHasNoFenceInThePublisher() throws Exception {
        boolean linux = System.getProperty("os.name").equals("Linux");
        assertEquals(hasForeignCalls() && linux ? "asymmetric" : "fence", formWith(PERMISSION, ASKED));
    }

    @Test
    void byDefaultEachSideHasAFence() throws Exception {
        assertEquals("fence", formWith(PERMISSION));
        assertEquals("fence", formWith(PERMISSION, "-Dbytering.barrier=fence"));
    }

    @Test
    void withoutPermissionItHasOneAndNoWarningIsPrinted() throws Exception {
        assertEquals("fence", formWith(ASKED));
    }
}
