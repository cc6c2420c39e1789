package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;
import org.junit.jupiter.api.Tag;

/** A back-off of few rounds: every wait goes through all three ways. */
@Tag("variants")
class BackOffCustomTest extends BlockingContractTest {
    BackOffCustomTest() {
        super(WaitStrategy.backOff(3, 2));
    }
}
