package io.bytering.internal;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a ring is called in statistics: as its builder said, or else by its number. */
public final class RingName {
    private static final AtomicLong RINGS = new AtomicLong();

    private final @Nullable String given;
    private final long number = RINGS.incrementAndGet();

    public RingName(@Nullable String given) {
        this.given = given;
    }

    @Override
    public String toString() {
        return given == null ? "ring-" + number : given;
    }
}
