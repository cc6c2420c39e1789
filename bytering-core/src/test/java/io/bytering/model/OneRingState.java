package io.bytering.model;

/** One state of {@link OneRingModel}, packed into a long. */
final class OneRingState implements Cloneable {
    // shared
    int written;
    int read;
    int wrapAt;

    // the writer's own: as SpscWriter has them
    int base;
    int previousBase;
    int seen;

    /** 0: between calls; 1 and 2: the bytes are stored, and two stores more will make them known. */
    int writerStep;

    /** Bytes that are stored and not published. */
    int writing;

    /** They went back to index 0, and the marker for that is not stored yet. */
    boolean wrapping;

    // the reader's own: as SpscReader has them
    int readerBase;
    int readerSeen;
    int readerWrapAt;
    boolean limitIsMarker;

    /** 0: between calls; 1: bytes are to be given back; 2: the writer's position is loaded, its marker is not. */
    int readerStep;

    /** Bytes that were looked at and not given back. */
    int reading;

    long pack() {
        long bits = written;
        bits = bits << 5 | read;
        bits = bits << 5 | wrapAt;
        bits = bits << 5 | base;
        bits = bits << 5 | previousBase;
        bits = bits << 5 | seen;
        bits = bits << 2 | writerStep;
        bits = bits << 3 | writing;
        bits = bits << 1 | (wrapping ? 1 : 0);
        bits = bits << 5 | readerBase;
        bits = bits << 5 | readerSeen;
        bits = bits << 5 | readerWrapAt;
        bits = bits << 1 | (limitIsMarker ? 1 : 0);
        bits = bits << 2 | readerStep;
        return bits << 3 | reading;
    }

    static OneRingState unpack(long bits) {
        OneRingState s = new OneRingState();
        s.reading = (int) bits & 7;
        s.readerStep = (int) (bits >>>= 3) & 3;
        s.limitIsMarker = ((bits >>>= 2) & 1) != 0;
        s.readerWrapAt = (int) (bits >>>= 1) & 31;
        s.readerSeen = (int) (bits >>>= 5) & 31;
        s.readerBase = (int) (bits >>>= 5) & 31;
        s.wrapping = ((bits >>>= 5) & 1) != 0;
        s.writing = (int) (bits >>>= 1) & 7;
        s.writerStep = (int) (bits >>>= 3) & 3;
        s.seen = (int) (bits >>>= 2) & 31;
        s.previousBase = (int) (bits >>>= 5) & 31;
        s.base = (int) (bits >>>= 5) & 31;
        s.wrapAt = (int) (bits >>>= 5) & 31;
        s.read = (int) (bits >>>= 5) & 31;
        s.written = (int) (bits >>>= 5) & 31;
        return s;
    }

    @Override
    public OneRingState clone() {
        try {
            return (OneRingState) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "written " + written + ", read " + read + ", wrapAt " + wrapAt + "; writer: base " + base + ", previous "
                + previousBase + ", seen " + seen + ", step " + writerStep + " of " + writing + "; reader: base "
                + readerBase + ", seen " + readerSeen + ", wrapAt " + readerWrapAt + (limitIsMarker ? " ahead" : "")
                + ", step " + readerStep + " of " + reading;
    }
}
