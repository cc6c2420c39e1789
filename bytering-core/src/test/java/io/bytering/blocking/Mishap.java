package io.bytering.blocking;

import java.io.IOException;
import java.util.Random;

/** What a callback or a channel of the tests fails with, now and then. */
final class Mishap extends IOException {
    private static final long serialVersionUID = 1L;

    private Mishap() {
        super("a mishap");
    }

    static boolean isNow(boolean possible, Random random) {
        return possible && random.nextInt(10) == 0;
    }

    static void mayHappen(boolean possible, Random random) throws Mishap {
        if (isNow(possible, random)) {
            throw new Mishap();
        }
    }
}
