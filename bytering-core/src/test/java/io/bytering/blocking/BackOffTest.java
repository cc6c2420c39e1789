package io.bytering.blocking;

import io.bytering.storage.Storage;

/** The default strategy on the default storage. */
class BackOffTest extends BlockingContractTest {
    BackOffTest() {
        super(WaitStrategy.backOff(), Storage.direct(), true);
    }
}
