package io.bytering.internal;

import java.nio.ByteBuffer;

/** Runs an action once nobody can reach a buffer any more, unless it was {@linkplain #end ended} before. */
public final class Forgotten extends Piece {
    private final Runnable action;
    private volatile boolean ended;

    private Forgotten(ByteBuffer buffer, Runnable action) {
        super(buffer, 0);
        this.action = action;
    }

    /**
     * Watches from now on.
     *
     * @param action must not refer to the buffer; runs on the thread that frees memory, again if it throws
     */
    public static Forgotten watch(ByteBuffer buffer, Runnable action) {
        Forgotten watch = new Forgotten(buffer, action);
        Freeing.watch(watch);
        return watch;
    }

    /** From now on the action does not run. */
    public void end() {
        ended = true;
        Freeing.close(this);
    }

    @Override
    boolean free() {
        if (!ended) {
            action.run();
        }
        return true;
    }
}
