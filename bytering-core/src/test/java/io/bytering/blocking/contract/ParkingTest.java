package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;

/** Parking, and with it the calls of streams and channels. */
class ParkingTest extends BlockingContractTest implements WithBridges {
    ParkingTest() {
        super(WaitStrategy.parking());
    }
}
