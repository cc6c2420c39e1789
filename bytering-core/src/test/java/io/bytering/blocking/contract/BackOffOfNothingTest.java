package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;
import org.junit.jupiter.api.Tag;

/** A back-off without a single round is parking. */
@Tag("variants")
class BackOffOfNothingTest extends BlockingContractTest {
    BackOffOfNothingTest() {
        super(WaitStrategy.backOff(0, 0));
    }
}
