package io.bytering.blocking.contract;

import io.bytering.blocking.WaitStrategy;
import org.junit.jupiter.api.Tag;

/** Parking, and with it the calls of streams and channels. */
@Tag("overlays")
class ParkingTest extends BlockingContractTest implements WithBridges {
    ParkingTest() {
        super(WaitStrategy.parking());
    }
}
