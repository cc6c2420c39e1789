package io.bytering.samples.dropping;

import io.bytering.ByteRing;
import io.bytering.Overflow;
import io.bytering.RingAbandonedException;
import io.bytering.RingReader;
import io.bytering.RingWriter;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;

/**
 * Between a microphone and a loudspeaker, each with a clock of its own: neither callback ever waits. A player that is too late
 * misses the oldest sound, one that is too early gets silence, and both are counted.
 */
public final class SoundRecorder {
    private final RingWriter writer;
    private final RingReader reader;

    /**
     * A recorder that keeps the newest sound.
     *
     * @param format what a frame is: no gap begins within one, so left and right are never exchanged
     * @param millis how much sound it keeps
     */
    public SoundRecorder(AudioFormat format, int millis) {
        int frames = (int) (format.getFrameRate() * millis / 1000);
        ByteRing ring = ByteRing.builder()
                .capacity(frames * format.getFrameSize())
                .itemSize(format.getFrameSize())
                .overflow(Overflow.OVERWRITE_OLDEST)
                .build();
        writer = ring.writer();
        reader = ring.reader();
    }

    /** The microphone's callback, some hundred times a second, with at most half of what is kept. Never waits. */
    public void recorded(byte[] sound, int length) throws RingAbandonedException {
        writer.write(sound, 0, length);
    }

    /** The loudspeaker's callback: fills all of it. Never waits. */
    public void play(byte[] sound) {
        int count = Math.max(0, reader.read(sound));
        Arrays.fill(sound, count, sound.length, (byte) 0);
    }

    /** For the loudspeaker's thread. */
    public String report() {
        return String.format(
                "%d bytes missed in %d overruns, %d underruns",
                reader.missedBytes(), reader.overruns(), reader.underruns());
    }
}
