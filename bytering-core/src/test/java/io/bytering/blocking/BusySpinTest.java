package io.bytering.blocking;

/** Busy spin, heap. */
class BusySpinTest extends BlockingContractTest {
    BusySpinTest() {
        super(WaitStrategy.busySpin());
    }
}
