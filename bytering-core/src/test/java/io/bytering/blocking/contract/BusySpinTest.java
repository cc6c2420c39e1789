package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;

/** Busy spin, heap. */
class BusySpinTest extends BlockingContractTest {
    BusySpinTest() {
        super(WaitStrategy.busySpin());
    }
}
