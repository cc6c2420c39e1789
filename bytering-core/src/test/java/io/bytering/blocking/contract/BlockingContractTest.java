package io.bytering.blocking.contract;

import io.bytering.blocking.Rig;
import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** All that is promised of waiting, whatever the strategy and the ring. The promises are in the interfaces, by subject. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class BlockingContractTest
        implements WaitingReaderContract,
                WaitingWriterContract,
                ReadFullyContract,
                ClaimContract,
                CallbackContract,
                EndOfStreamContract,
                AbandonmentContract,
                FailureContract,
                TimeoutContract,
                InterruptContract,
                StopContract,
                ClosingContract {
    private final WaitStrategy strategy;
    private final Storage storage;
    private final boolean signals;
    private Rig rig;

    BlockingContractTest(WaitStrategy strategy) {
        this(strategy, Storage.heap(), true);
    }

    BlockingContractTest(WaitStrategy strategy, Storage storage, boolean signals) {
        this.strategy = strategy;
        this.storage = storage;
        this.signals = signals;
    }

    @BeforeEach
    final void build() {
        rig = new Rig(Rig.CAPACITY, strategy, storage, signals);
    }

    /** Lets go of every thread that still waits. */
    @AfterEach
    final void close() {
        rig.close();
    }

    @Override
    public final Rig rig() {
        return rig;
    }
}
