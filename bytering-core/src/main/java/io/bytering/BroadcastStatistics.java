package io.bytering;

import io.bytering.internal.Counters;

/** The statistics of a writer and all readers that there ever were. */
final class BroadcastStatistics extends RingStatistics {
    /** What readers have done that are closed now: immutable, so it changes together with those that are not. */
    static final class Gone {
        static final Gone NOBODY = new Gone(0, new long[Counters.COUNT]);

        private final long bytesRead;
        private final long[] counted;

        private Gone(long bytesRead, long[] counted) {
            this.bytesRead = bytesRead;
            this.counted = counted;
        }

        Gone and(Seat seat) {
            long[] sums = counted.clone();
            for (int counter = 0; counter < sums.length; counter++) {
                sums[counter] = sum(counter, sums[counter], seat);
            }
            return new Gone(bytesRead + seat.bytesRead(), sums);
        }
    }

    private final Readers readers;

    BroadcastStatistics(RingState writer, Readers readers) {
        super(writer);
        this.readers = readers;
    }

    private static long sum(int counter, long before, Seat seat) {
        if (counter != Counters.HIGHEST) {
            return before + seat.readerSlot.counters.get(counter);
        }
        return seat.lossy ? before : Math.max(before, seat.readerSlot.counters.get(counter));
    }

    @Override
    long ofReaders(int counter) {
        Readers.Members now = readers.members();
        long sum = now.gone.counted[counter];
        for (Seat seat : now.gating) {
            sum = sum(counter, sum, seat);
        }
        for (Seat seat : now.lossy) {
            sum = sum(counter, sum, seat);
        }
        return sum;
    }

    @Override
    public long bytesRead() {
        Readers.Members now = readers.members();
        long sum = now.gone.bytesRead;
        for (Seat seat : now.gating) {
            sum += seat.bytesRead();
        }
        for (Seat seat : now.lossy) {
            sum += seat.bytesRead();
        }
        return sum;
    }

    @Override
    int levelNow() {
        int highest = 0;
        for (Seat seat : readers.members().gating) {
            if (seat.hasStarted() && !seat.hasLeft()) {
                highest = Math.max(highest, seat.level());
            }
        }
        return highest;
    }

    @Override
    public int readers() {
        return readers.members().count();
    }
}
