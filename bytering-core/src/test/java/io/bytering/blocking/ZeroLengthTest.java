package io.bytering.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls for no bytes: streams do as piped streams do, in each state; channels refuse them after a close, as channels do. */
@Timeout(300)
class ZeroLengthTest {
    private interface Reading {
        Object from(InputStream in) throws IOException;
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static final List<Reading> READS = List.of(
            in -> in.read(new byte[0]),
            in -> in.read(new byte[7], 3, 0),
            in -> in.read(new byte[7], 7, 0),
            in -> in.readNBytes(new byte[7], 3, 0),
            in -> in.readNBytes(0).length,
            in -> in.skip(0),
            in -> in.skip(-1),
            in -> {
                in.skipNBytes(0);
                return 0;
            },
            in -> in.read(new byte[7], 8, 0),
            in -> in.read(new byte[7], -1, 0),
            in -> in.read(new byte[7], 0, -1),
            in -> in.readNBytes(-1),
            in -> in.read(null, 0, 0));

    private static final List<Writing> WRITES = List.of(
            out -> out.write(new byte[0]),
            out -> out.write(new byte[7], 3, 0),
            out -> out.write(new byte[7], 7, 0),
            out -> out.write(new byte[7], 8, 0),
            out -> out.write(new byte[7], -1, 0),
            out -> out.write(new byte[7], 0, -1),
            out -> out.write(null, 0, 0));

    /** What has been before. */
    private enum State {
        OPEN,
        FULL,
        WRITER_CLOSED,
        READER_CLOSED,
        BOTH_CLOSED;

        void reach(InputStream in, OutputStream out) throws IOException {
            if (this == FULL) {
                out.write(new byte[Rig.CAPACITY]);
            }
            if (this == WRITER_CLOSED || this == BOTH_CLOSED) {
                out.close();
            }
            if (this == READER_CLOSED || this == BOTH_CLOSED) {
                in.close();
            }
        }
    }

    static IntStream states() {
        return IntStream.range(0, State.values().length);
    }

    private static List<Object> outcomes(InputStream in, OutputStream out, int state) throws IOException {
        State.values()[state].reach(in, out);
        List<Object> outcomes = new ArrayList<>();
        for (Reading read : READS) {
            outcomes.add(outcome(() -> read.from(in)));
        }
        for (Writing write : WRITES) {
            outcomes.add(outcome(() -> {
                write.to(out);
                return "written";
            }));
        }
        return outcomes;
    }

    private static Object outcome(java.util.concurrent.Callable<Object> call) {
        try {
            return call.call();
        } catch (Exception e) {
            return e.getClass();
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void streamsDoAsPipedStreams(int state) throws IOException {
        PipedInputStream in = new PipedInputStream(Rig.CAPACITY);
        List<Object> expected = outcomes(in, new PipedOutputStream(in), state);
        try (Rig rig = new Rig(WaitStrategy.backOff())) {
            assertEquals(expected, outcomes(rig.in, rig.out, state));
        }
        try (Rig rig = Rig.ofPipe(WaitStrategy.backOff())) {
            assertEquals(expected, outcomes(rig.in, rig.out, state));
        }
        try (Rig rig = new Rig(WaitStrategy.backOff())) {
            assertEquals(expected, outcomes(rig.reader.inputStream(), rig.writer.completableStream(), state));
        }
    }

    @Test
    void channelsRefuseThemAfterAClose() throws IOException {
        try (Rig rig = new Rig(WaitStrategy.backOff())) {
            ByteBuffer none = ByteBuffer.allocate(0);
            assertEquals(0, rig.reader.channel().read(none));
            assertEquals(0, rig.writer.channel().write(none));
            rig.ring.close();
            assertThrows(
                    ClosedChannelException.class, () -> rig.reader.channel().read(none));
            assertThrows(
                    ClosedChannelException.class, () -> rig.reader.channel().read(new ByteBuffer[0]));
            assertThrows(
                    ClosedChannelException.class, () -> rig.writer.channel().write(none));
            assertThrows(
                    ClosedChannelException.class, () -> rig.writer.channel().write(new ByteBuffer[0]));
        }
    }
}
