package io.bytering;

/** Rings that have moved very many bytes already, for tests of other packages. */
public final class StartPosition {
    private StartPosition() {}

    public static ByteRing.Builder of(ByteRing.Builder builder, long position) {
        return builder.startPosition(position);
    }

    public static BroadcastRing.Builder of(BroadcastRing.Builder builder, long position) {
        return builder.startPosition(position);
    }
}
