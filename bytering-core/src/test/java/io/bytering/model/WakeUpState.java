package io.bytering.model;

/** One state of {@link WakeUpModel}, packed into a long. */
final class WakeUpState implements Cloneable {
    // memory, as everyone sees it
    int position;
    boolean closed;
    int target;
    boolean armed;
    int wakeUps;
    boolean changed;

    // the half that waits; what it stored and nobody else sees yet
    int bufferedTarget;
    boolean bufferedArm;
    boolean bufferedChange;
    boolean fencedIsKnown;
    WakeUpModel.Waiting waiting = WakeUpModel.Waiting.CHOOSES;
    int goal;
    int disarmsLeft;

    // the half that moves; its stores up to `moved` are on their way to `position`
    int moved;
    boolean fences;
    WakeUpModel.Moving moving = WakeUpModel.Moving.PUBLISHES;

    long pack() {
        long bits = position;
        bits = bits << 1 | (closed ? 1 : 0);
        bits = bits << 4 | target;
        bits = bits << 1 | (armed ? 1 : 0);
        bits = bits << 3 | wakeUps;
        bits = bits << 4 | bufferedTarget;
        bits = bits << 1 | (bufferedArm ? 1 : 0);
        bits = bits << 1 | (changed ? 1 : 0);
        bits = bits << 1 | (bufferedChange ? 1 : 0);
        bits = bits << 1 | (fencedIsKnown ? 1 : 0);
        bits = bits << 1 | (fences ? 1 : 0);
        bits = bits << 4 | waiting.ordinal();
        bits = bits << 4 | goal;
        bits = bits << 3 | disarmsLeft;
        bits = bits << 4 | moved;
        return bits << 4 | moving.ordinal();
    }

    @Override
    public WakeUpState clone() {
        try {
            return (WakeUpState) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "position " + position + (closed ? ", closed" : "") + (armed ? ", armed for " + target : "") + ", "
                + wakeUps + " wake-ups under way; waiting half " + waiting + " with goal " + goal + ", moving half "
                + moving + " at " + moved;
    }
}
