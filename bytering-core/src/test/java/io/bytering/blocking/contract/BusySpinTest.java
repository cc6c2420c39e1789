package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;
import org.junit.jupiter.api.Tag;

/** Busy spin, heap. */
@Tag("variants")
class BusySpinTest extends BlockingContractTest {
    BusySpinTest() {
        super(WaitStrategy.busySpin());
    }
}
