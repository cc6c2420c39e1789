package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;

/** A back-off of few rounds: every wait goes through all three ways. */
class BackOffCustomTest extends BlockingContractTest {
    BackOffCustomTest() {
        super(WaitStrategy.backOff(3, 2));
    }
}
