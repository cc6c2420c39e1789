package io.bytering.blocking;

import io.bytering.internal.Checks;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes of a ring as an {@link InputStream}; its contract is at {@link BlockingReader#inputStream}.
 *
 * <p>A call that can't hand over bytes that it has taken keeps them here: they are the first that later calls find. What
 * {@link #readNBytes(int)} gathers, and what {@link #transferTo} is about to write, lies here from the start, so there is no
 * moment at which an exception could lose it.
 */
final class RingInputStream extends InputStream {
    private static final byte[] NONE = new byte[0];

    /** Bytes of one write to a target. */
    private static final int CHUNK = 16 * 1024;

    /** As the JDK has it: longer arrays are more than some JVMs can make. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final BlockingReader reader;
    private final byte[] one = new byte[1];

    private byte[] kept = NONE;

    /** Where the kept bytes begin. */
    private int start;

    /** How many there are; {@link #available} may be asked by any thread. */
    private volatile int count;

    /** {@link BlockingReader#missed} when the last of them was taken. */
    private long missed;

    /** The kept bytes are being written to a target. */
    private boolean lent;

    RingInputStream(BlockingReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] dst, int offset, int length) throws IOException {
        Checks.range(dst.length, offset, length);
        if (length == 0) {
            return 0;
        }
        if (count == 0) {
            return reader.read(dst, offset, length);
        }
        requireUsable();
        return takeKept(dst, offset, length); // these alone: a gap may lie behind them
    }

    @Override
    public long skip(long most) throws IOException {
        if (most <= 0) {
            return 0;
        }
        return skip(most, false);
    }

    /**
     * Skips exactly so many bytes. Overrides the method that Java 12 brought.
     *
     * @param exactly how many; none if it is negative
     * @throws EOFException if the stream ends before
     */
    public void skipNBytes(long exactly) throws IOException {
        if (exactly <= 0) {
            return;
        }
        long done = skip(exactly, true);
        if (done < exactly) {
            throw new EOFException("the stream ended after " + done + " of " + exactly + " bytes to skip");
        }
    }

    private long skip(long most, boolean exactly) throws IOException {
        requireUsable();
        long call = reader.callStart();
        long seen = seen();
        long done = 0;
        if (count > 0) {
            int here = (int) Math.min(count, most);
            drop(here);
            done = here;
        }
        try {
            while (done < most) {
                if (done > 0) {
                    reader.requireTime(call);
                }
                int skipped = reader.step(null, 0, (int) Math.min(most - done, Integer.MAX_VALUE), seen, call);
                if (skipped == BlockingReader.GAP) {
                    if (!exactly) {
                        break;
                    }
                    throw reader.overrun(seen, done, "");
                }
                if (skipped < 0) {
                    break;
                }
                done += skipped;
                seen = reader.missed();
            }
            return done;
        } catch (InterruptedIOException e) {
            e.bytesTransferred = saturated(done);
            throw e;
        } catch (IOException e) {
            if (exactly || done == 0) {
                throw e;
            }
            return done; // the next call meets what has ended this one
        }
    }

    @Override
    public int readNBytes(byte[] dst, int offset, int length) throws IOException {
        Checks.range(dst.length, offset, length);
        if (length == 0) {
            return 0;
        }
        requireUsable();
        long call = reader.callStart();
        long seen = seen();
        int done = count > 0 ? takeKept(dst, offset, length) : 0;
        try {
            while (done < length) {
                if (done > 0) {
                    reader.requireTime(call);
                }
                int got = reader.step(dst, offset + done, length - done, seen, call);
                if (got == BlockingReader.GAP) {
                    throw reader.overrun(seen, done, "");
                }
                if (got < 0) {
                    break;
                }
                done += got;
                seen = reader.missed();
            }
            return done;
        } catch (InterruptedIOException e) {
            e.bytesTransferred = done;
            throw e;
        } catch (RingOverrunException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            keep(dst, offset, done, seen); // as nothing would tell how many are in the array
            throw e;
        }
    }

    /** As the inherited one, but if it is cut short, what it has read is kept for the next call. */
    @Override
    public byte[] readNBytes(int length) throws IOException {
        if (length < 0) {
            throw new IllegalArgumentException("length must be at least 0: " + length);
        }
        if (length == 0) {
            return NONE;
        }
        requireUsable();
        long call = reader.callStart();
        if (start > 0) {
            kept = Arrays.copyOfRange(kept, start, start + count);
            start = 0;
        }
        while (count < length) {
            if (count > 0) {
                reader.requireTime(call);
            }
            if (count == kept.length) {
                kept = Arrays.copyOf(kept, grown(length));
            }
            long seen = seen();
            int got = reader.step(kept, count, Math.min(kept.length, length) - count, seen, call);
            if (got == BlockingReader.GAP) {
                throw reader.overrun(seen, 0, ": the " + count + " read before are kept for the next read");
            }
            if (got < 0) {
                break;
            }
            missed = reader.missed();
            setCount(count + got);
        }
        return handOut(Math.min(length, count));
    }

    @Override
    public byte[] readAllBytes() throws IOException {
        return readNBytes(Integer.MAX_VALUE);
    }

    @Override
    public long transferTo(OutputStream target) throws IOException {
        Objects.requireNonNull(target, "target");
        requireUsable();
        long call = reader.callStart();
        long total = 0;
        while (count > 0 || keepChunk(call, total)) {
            int written = count;
            writeKept(target, total);
            total += written;
        }
        kept = NONE;
        return total;
    }

    /** Takes what the next write to a target shall be. False at the end of the stream. */
    private boolean keepChunk(long call, long total) throws IOException {
        long seen = total > 0 ? missed : Handover.ANY;
        try {
            if (total > 0) {
                reader.requireTime(call);
            }
            int chunk = Math.min(CHUNK, reader.reader().capacity());
            if (kept.length < chunk) {
                kept = new byte[chunk];
            }
            int got = reader.step(kept, 0, kept.length, seen, call);
            if (got == BlockingReader.GAP) {
                throw reader.overrun(seen, total, "");
            }
            if (got < 0) {
                return false;
            }
            missed = reader.missed();
            start = 0;
            count = got;
            return true;
        } catch (InterruptedIOException e) {
            e.bytesTransferred = saturated(total);
            throw e;
        }
    }

    /** What the target does not take is kept; all of it, if the target does not say how much it took. */
    private void writeKept(OutputStream target, long total) throws IOException {
        lent = true;
        try {
            target.write(kept, start, count);
        } catch (InterruptedIOException e) {
            int taken = Math.max(0, Math.min(e.bytesTransferred, count));
            start += taken;
            setCount(count - taken);
            e.bytesTransferred = saturated(total + taken);
            throw e;
        } finally {
            lent = false;
        }
        start = 0;
        count = 0;
    }

    /** The bytes that can be read without waiting; 0 at the end of the stream. Any thread. */
    @Override
    public int available() throws IOException {
        reader.requireOpen();
        return saturated((long) count + reader.reader().readableBytes());
    }

    @Override
    public void close() {
        reader.close();
    }

    private void requireUsable() throws IOException {
        reader.requireOpen();
        if (lent) {
            throw new IllegalStateException(
                    "the target of a transfer must not use the stream that is transferred to it");
        }
    }

    /** What a call that takes the kept bytes first must not go on behind. */
    private long seen() {
        return count > 0 ? missed : Handover.ANY;
    }

    private int takeKept(byte[] dst, int offset, int length) {
        int here = Math.min(count, length);
        System.arraycopy(kept, start, dst, offset, here);
        drop(here);
        return here;
    }

    private void drop(int length) {
        start += length;
        setCount(count - length);
        if (count == 0) {
            kept = NONE;
            start = 0;
        }
    }

    private void setCount(int now) {
        count = now;
    }

    private void keep(byte[] bytes, int offset, int length, long seen) {
        if (length > 0) {
            kept = Arrays.copyOfRange(bytes, offset, offset + length);
            start = 0;
            count = length;
            missed = seen;
        }
    }

    private byte[] handOut(int length) {
        if (length == kept.length) {
            byte[] all = kept;
            count = 0;
            kept = NONE;
            return all;
        }
        byte[] some = Arrays.copyOf(kept, length);
        drop(length);
        return some;
    }

    /** The length of an array with room for more than are kept, and for no more than are wanted. */
    private int grown(int wanted) {
        if (count >= LONGEST) {
            throw new OutOfMemoryError("the stream is longer than an array can be: " + count + " bytes and more");
        }
        long twice = Math.max(2L * count, Math.max(8192, reader.reader().readableBytes()));
        return (int) Math.min(Math.min(twice, wanted), LONGEST);
    }

    private static int saturated(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }
}
