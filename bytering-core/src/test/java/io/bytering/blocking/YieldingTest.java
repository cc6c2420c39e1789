package io.bytering.blocking;

import io.bytering.storage.Storage;

/** Yielding, direct. */
class YieldingTest extends BlockingContractTest {
    YieldingTest() {
        super(WaitStrategy.yielding(), Storage.direct(), true);
    }
}
