package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;

/** A ring without signals, where only spinning and yielding can wait. */
class YieldingWithoutSignalsTest extends BlockingContractTest {
    YieldingWithoutSignalsTest() {
        super(WaitStrategy.yielding(), Storage.heap(), false);
    }
}
