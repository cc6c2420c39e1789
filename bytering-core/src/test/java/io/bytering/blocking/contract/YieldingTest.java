package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;

/** Yielding, direct. */
class YieldingTest extends BlockingContractTest {
    YieldingTest() {
        super(WaitStrategy.yielding(), Storage.direct(), true);
    }
}
