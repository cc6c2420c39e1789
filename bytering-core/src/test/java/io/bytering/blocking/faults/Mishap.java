package io.bytering.blocking.faults;

import java.io.IOException;
import java.util.Random;

/** What a callback or a channel of the tests fails with, now and then. */
final class Mishap extends IOException {
    private static final long serialVersionUID = 1L;

    private Mishap() {
        super("a mishap");
    }

    static boolean isNow(Random random) {
        return random.nextInt(10) == 0;
    }

    static void mayHappen(Random random) throws Mishap {
        if (isNow(random)) {
            throw new Mishap();
        }
    }
}
