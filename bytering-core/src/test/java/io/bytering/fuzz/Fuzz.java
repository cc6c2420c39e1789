package io.bytering.fuzz;

import io.bytering.item.ItemRun;
import io.bytering.random.AnyCallRun;
import io.bytering.random.BroadcastRun;
import io.bytering.random.QueueRun;
import io.bytering.random.RandomRun;

/**
 * What a fuzzer runs: its bytes are a sequence of random calls, on what the first byte says. Any bytes mean something. See
 * {@code FuzzIT}.
 */
public final class Fuzz {
    private Fuzz() {}

    /** Called by Jazzer, by this name. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        any(input).run(20 + input.nextInt(61), input);
    }

    private static RandomRun any(FuzzInput input) {
        switch (input.nextInt(5)) {
            case 0:
                return QueueRun.any(input);
            case 1:
                return BroadcastRun.any(input);
            case 2:
                return ItemRun.any(input);
            default:
                return new AnyCallRun(input);
        }
    }
}
