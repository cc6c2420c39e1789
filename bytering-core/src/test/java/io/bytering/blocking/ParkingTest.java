package io.bytering.blocking;

/** Parking, and with it the calls of streams and channels. */
class ParkingTest extends BlockingContractTest implements WithBridges {
    ParkingTest() {
        super(WaitStrategy.parking());
    }
}
