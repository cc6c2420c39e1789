package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("overlays")
class SpinsTest {
    private static final int FEW = 10;
    private static final int MANY = 1000;

    private final Spins spins = new Spins(FEW, MANY);

    private void sleepsShortly() {
        spins.slept(Spins.SHORT_SLEEP - 1);
    }

    @Test
    void itSpinsLittleWhereSleepsAreLong() {
        for (int i = 0; i < 100; i++) {
            spins.spared(FEW);
            spins.slept(Spins.SHORT_SLEEP);
            assertEquals(FEW, spins.now());
        }
    }

    @Test
    void afterAShortSleepItSpinsOnForAsLongAsThatSparesTheSleep() {
        sleepsShortly();
        for (int i = 0; i < 100; i++) {
            assertEquals(MANY, spins.now());
            spins.spared(i * 10);
        }
        spins.slept(Spins.SHORT_SLEEP);
        assertEquals(FEW, spins.now());
    }

    @Test
    void whereThatNeverSparesASleepItIsTriedLessAndLessOften() {
        sleepsShortly();
        for (int between = 2; between <= 16; between *= 2) {
            assertEquals(MANY, spins.now());
            sleepsShortly(); // in vain
            for (int i = 0; i < between; i++) {
                assertEquals(FEW, spins.now());
                sleepsShortly();
            }
        }
        assertEquals(MANY, spins.now());
        sleepsShortly();
        for (int i = 0; i < 16; i++) {
            assertEquals(FEW, spins.now());
            sleepsShortly();
        }
        assertEquals(MANY, spins.now());
    }

    @Test
    void aSuccessMakesUpForAllThatWasInVain() {
        for (int i = 0; i < 5; i++) {
            while (spins.now() == FEW) {
                sleepsShortly();
            }
            sleepsShortly();
        }
        while (spins.now() == FEW) {
            sleepsShortly();
        }
        spins.spared(FEW + 1);
        sleepsShortly();
        sleepsShortly();
        sleepsShortly();
        assertEquals(MANY, spins.now());
    }

    @Test
    void withoutAChoiceItIsAlwaysTheSame() {
        Spins fixed = new Spins(FEW, FEW);
        for (int i = 0; i < 10; i++) {
            fixed.slept(1);
            assertEquals(FEW, fixed.now());
        }
    }
}
