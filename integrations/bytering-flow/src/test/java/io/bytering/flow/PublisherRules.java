package io.bytering.flow;

import io.bytering.ByteRing;
import io.bytering.RingAbandonedException;
import io.bytering.blocking.BlockingWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** The rules of Reactive Streams for publishers. Run by {@link RulesTest}. */
abstract class PublisherRules extends FlowPublisherVerification<ByteBuffer> {
    private final Executor executor;

    PublisherRules(Executor executor) {
        super(RulesTest.environment());
        this.executor = executor;
    }

    /** A buffer of one byte is an element. */
    @Override
    public RingPublisher createFlowPublisher(long elements) {
        ByteRing ring = ByteRing.ofCapacity(16);
        Thread writing = new Thread(() -> {
            BlockingWriter writer = BlockingWriter.of(ring.writer());
            try {
                for (long i = 0; i < elements; i++) {
                    writer.write(new byte[] {(byte) i});
                }
            } catch (RingAbandonedException e) {
                // the rule has seen enough
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ring.writer().close();
        });
        writing.setDaemon(true);
        writing.start();
        return RingPublisher.of(ring.reader(), executor).maxChunkSize(1);
    }

    @Override
    public RingPublisher createFailedFlowPublisher() {
        ByteRing ring = ByteRing.ofCapacity(16);
        ring.writer().close(new IOException("failed before the first byte"));
        return RingPublisher.of(ring.reader(), executor);
    }
}
