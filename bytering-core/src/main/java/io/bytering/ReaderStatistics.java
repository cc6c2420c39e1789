package io.bytering;

/** The statistics of a writer and one reader. */
final class ReaderStatistics extends RingStatistics {
    ReaderStatistics(RingState state) {
        super(state);
    }

    @Override
    long ofReaders(int counter) {
        return state.readerSlot.counters.get(counter);
    }

    @Override
    public long bytesRead() {
        return state.bytesRead();
    }

    @Override
    int levelNow() {
        long read = state.read.loadAcquire(); // orders nothing: of two positions the older one first
        return distance(read, state.written.loadAcquire());
    }

    @Override
    public int readers() {
        return state.lifecycle.isReaderClosed() ? 0 : 1;
    }
}
