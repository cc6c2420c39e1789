package io.bytering;

/** What tests in other packages ask of classes and fields that only this package sees. */
public final class Insides {
    private Insides() {}

    /** The ring has moved so many bytes already. */
    public static ByteRing.Builder startingAt(long position, ByteRing.Builder builder) {
        return builder.startPosition(position);
    }

    /** The ring has moved so many bytes already. */
    public static BroadcastRing.Builder startingAt(long position, BroadcastRing.Builder builder) {
        return builder.startPosition(position);
    }

    /** The capacity asked for, also on mirrored memory. */
    public static ByteRing.Builder exact(ByteRing.Builder builder) {
        return builder.exact();
    }

    /** The capacity asked for, also on mirrored memory. */
    public static BroadcastRing.Builder exact(BroadcastRing.Builder builder) {
        return builder.exact();
    }

    /** The size of each of the two mappings; 0 if memory is mapped once. */
    public static int mapped(RingWriter writer) {
        return writer.state.mapped;
    }

    /** Where the writer stands in its memory. */
    public static int index(RingWriter writer) {
        return (int) (writer.position() - writer.base);
    }

    /** Whether the writer goes back to index 0 when its ring is drained. */
    public static boolean startsOver(RingWriter writer) {
        return writer instanceof SpscWriter;
    }

    public static boolean isLossy(Object reader) {
        return reader instanceof LossyReader;
    }
}
