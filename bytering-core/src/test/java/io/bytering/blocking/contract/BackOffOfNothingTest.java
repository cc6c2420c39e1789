package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;

/** A back-off without a single round is parking. */
class BackOffOfNothingTest extends BlockingContractTest {
    BackOffOfNothingTest() {
        super(WaitStrategy.backOff(0, 0));
    }
}
