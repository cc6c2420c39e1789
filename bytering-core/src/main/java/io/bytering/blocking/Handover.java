package io.bytering.blocking;

import io.bytering.Drainer;
import io.bytering.RingReader;
import io.bytering.internal.Checks;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Takes what one look at the ring has found to where it is wanted. A reader has one of each kind, which it aims again for each
 * call, so that no call allocates.
 */
abstract class Handover implements Drainer {
    /** In place of {@link RingReader#missedBytes}: bytes from behind a gap are welcome. */
    static final long ANY = -1;

    private final RingReader reader;

    /** The look has found nothing: bytes of a lossy reader may go before they are taken. */
    boolean empty;

    /** The look has found a gap before the bytes, and left them where they are. */
    boolean gap;

    /** A stranger is at work: what is thrown now is to be passed on as it is. */
    boolean inside;

    /** What {@link RingReader#missedBytes} was when the bytes before were taken, or {@link #ANY}. */
    long missed = ANY;

    Handover(RingReader reader) {
        this.reader = reader;
    }

    /** Called with one byte at least. Returns how many were taken. */
    abstract int take(ByteBuffer[] slices, int length) throws IOException;

    @Override
    public final int drain(ByteBuffer[] slices, int length) throws IOException {
        empty = length == 0;
        gap = !empty && missed != ANY && missed != reader.missedBytes();
        if (empty || gap) {
            return 0;
        }
        inside = true;
        int count = take(slices, length);
        inside = false;
        return count;
    }

    /** To a drainer of the user's. */
    static final class ToDrainer extends Handover {
        @Nullable
        Drainer target;

        ToDrainer(RingReader reader) {
            super(reader);
        }

        @Override
        int take(ByteBuffer[] slices, int length) throws IOException {
            return target == null ? 0 : target.drain(slices, length);
        }
    }

    /** To a channel, by one gathering write. */
    static final class ToChannel extends Handover {
        @Nullable
        GatheringByteChannel target;

        ToChannel(RingReader reader) {
            super(reader);
        }

        @Override
        int take(ByteBuffer[] slices, int length) throws IOException {
            if (target == null) {
                return 0;
            }
            long count = slices[1].hasRemaining() ? target.write(slices, 0, 2) : target.write(slices[0]);
            Checks.count("channel", count, 0, length);
            return (int) count;
        }
    }

    /** To one buffer after another. */
    static final class ToBuffers extends Handover {
        ByteBuffer @Nullable [] targets;
        int from;
        int to;

        ToBuffers(RingReader reader) {
            super(reader);
        }

        @Override
        int take(ByteBuffer[] slices, int length) {
            if (targets == null) {
                return 0;
            }
            int done = 0;
            int i = from;
            for (ByteBuffer slice : slices) {
                while (slice.hasRemaining() && i < to) {
                    int count = move(slice, targets[i]);
                    done += count;
                    if (!targets[i].hasRemaining()) {
                        i++;
                    }
                }
            }
            return done;
        }

        private static int move(ByteBuffer from, ByteBuffer to) {
            int count = Math.min(from.remaining(), to.remaining());
            int limit = from.limit();
            ((Buffer) from).limit(from.position() + count);
            to.put(from);
            ((Buffer) from).limit(limit);
            return count;
        }
    }

    /** To an array, or nowhere: then they are skipped. */
    static final class ToArray extends Handover {
        byte @Nullable [] target;
        int offset;
        int most;

        ToArray(RingReader reader) {
            super(reader);
        }

        @Override
        int take(ByteBuffer[] slices, int length) {
            int count = Math.min(most, length);
            if (target != null) {
                int here = Math.min(count, slices[0].remaining());
                slices[0].get(target, offset, here);
                slices[1].get(target, offset + here, count - here);
            }
            return count;
        }
    }
}
