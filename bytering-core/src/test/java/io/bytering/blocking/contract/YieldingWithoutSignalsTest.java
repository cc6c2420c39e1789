package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;
import org.junit.jupiter.api.Tag;

/** A ring without signals, where only spinning and yielding can wait. */
@Tag("variants")
class YieldingWithoutSignalsTest extends BlockingContractTest {
    YieldingWithoutSignalsTest() {
        super(WaitStrategy.yielding(), Storage.heap(), false);
    }
}
