package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;

/** The default strategy on the default storage. */
class BackOffTest extends BlockingContractTest {
    BackOffTest() {
        super(WaitStrategy.backOff(), Storage.direct(), true);
    }
}
