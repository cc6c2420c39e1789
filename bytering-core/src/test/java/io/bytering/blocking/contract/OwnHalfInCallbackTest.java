package io.bytering.blocking.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import io.bytering.ByteRing;
import io.bytering.RingClosedException;
import io.bytering.blocking.Rig;
import io.bytering.blocking.WaitStrategy;
import io.bytering.testing.HostileChannel;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers throw within a call passes through as it is; that the half was closed meanwhile is told only of itself. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnHalfInCallbackTest {
    /** Runs within a call that hands memory out, and then lets it move all there is. */
    private interface Inside {
        void run() throws IOException;
    }

    private interface Call {
        long on(Rig rig, Inside inside) throws IOException;
    }

    private static HostileChannel channel(Inside inside) {
        HostileChannel channel = new HostileChannel();
        channel.inside = inside::run;
        return channel;
    }

    private static final List<Call> READS = List.of(
            (rig, inside) -> rig.reader.drain((slices, length) -> {
                inside.run();
                return length;
            }),
            (rig, inside) -> rig.reader.transferTo(channel(inside)));

    private static final List<Call> WRITES = List.of(
            (rig, inside) -> rig.writer.fill((slices, length) -> {
                inside.run();
                return 1;
            }),
            (rig, inside) -> rig.writer.transferFrom(channel(inside)));

    private final Rig rig = new Rig(WaitStrategy.backOff());

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<Arguments> reads() {
        return READS.stream().flatMap(call -> Stream.of(ReaderCall.values()).map(inner -> Arguments.of(call, inner)));
    }

    static Stream<Arguments> writes() {
        return WRITES.stream().flatMap(call -> Stream.of(WriterCall.values()).map(inner -> Arguments.of(call, inner)));
    }

    static Stream<Call> all() {
        return Stream.concat(READS.stream(), WRITES.stream());
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aReaderThatIsLentIsNotRead(Call call, ReaderCall inner) throws IOException {
        rig.put(5);
        boolean asks = inner == ReaderCall.AWAIT;
        Inside inside = () -> inner.on(rig.reader);
        if (asks) {
            assertEquals(5, call.on(rig, inside));
            return;
        }
        assertThrowsExactly(IllegalStateException.class, () -> call.on(rig, inside));
        rig.take(5);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWriterThatIsLentIsNotWritten(Call call, WriterCall inner) throws IOException {
        Inside inside = () -> inner.on(rig.writer);
        if (inner == WriterCall.AWAIT) {
            call.on(rig, inside);
            return;
        }
        assertThrowsExactly(IllegalStateException.class, () -> call.on(rig, inside));
        assertEquals(0, rig.ring.writer().position());
        rig.put(3);
        rig.takeAll();
    }

    /** Also if this half is closed by then, so that there is another reason to throw. */
    @ParameterizedTest
    @MethodSource("all")
    void whatAStrangerThrowsIsNotTranslated(Call call) throws IOException {
        rig.put(3);
        ByteRing other = ByteRing.ofCapacity(8);
        other.reader().close();
        RingClosedException ofAnother =
                assertThrows(RingClosedException.class, () -> other.reader().read(new byte[1]));
        IllegalStateException own = new IllegalStateException("nothing about closing");
        for (RuntimeException thrown : List.of(ofAnother, own)) {
            assertSame(
                    thrown,
                    assertThrows(
                            RuntimeException.class,
                            () -> call.on(rig, () -> {
                                throw thrown;
                            })));
        }
        assertSame(
                own,
                assertThrows(
                        RuntimeException.class,
                        () -> call.on(rig, () -> {
                            rig.ring.close();
                            throw own;
                        })));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCloseInsideIsToldWithItsCause(Call call) throws IOException {
        rig.put(3);
        Exception cause = new Exception("had enough");
        try {
            long count = call.on(rig, () -> rig.ring.close(cause));
            assertEquals(3, count, "handed over whole"); // by a reader
        } catch (AsynchronousCloseException e) {
            assertSame(cause, e.getCause());
        }
    }
}
