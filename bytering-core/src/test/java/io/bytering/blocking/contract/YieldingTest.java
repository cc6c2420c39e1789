package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;
import org.junit.jupiter.api.Tag;

/** Yielding, direct. */
@Tag("variants")
class YieldingTest extends BlockingContractTest {
    YieldingTest() {
        super(WaitStrategy.yielding(), Storage.direct(), true);
    }
}
