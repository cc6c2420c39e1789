package io.bytering.blocking.bridges;

import io.bytering.blocking.Rig;
import io.bytering.blocking.WaitStrategy;
import org.junit.jupiter.api.Nested;

/** The streams and channels of a pipe, which threads may share, do all that those of one thread do. */
class PipeStreamsTest {
    @Nested
    class Input extends InputStreamTest {
        @Override
        Rig rig() {
            return Rig.ofPipe(WaitStrategy.backOff());
        }
    }

    @Nested
    class Output extends OutputStreamTest {
        @Override
        Rig rig() {
            return Rig.ofPipe(WaitStrategy.backOff());
        }
    }

    @Nested
    class Endings extends StreamEndingsTest {
        @Override
        Rig rig() {
            return Rig.ofPipe(WaitStrategy.parking());
        }
    }

    @Nested
    class Wrappers extends StreamWrappersTest {
        @Override
        Rig rig() {
            return Rig.ofPipe(WaitStrategy.backOff());
        }
    }

    @Nested
    class Readable extends ReadableChannelTest {
        @Override
        Rig rig() {
            return Rig.ofPipe(WaitStrategy.parking());
        }
    }

    @Nested
    class Writable extends WritableChannelTest {
        @Override
        Rig rig() {
            return Rig.ofPipe(WaitStrategy.parking());
        }
    }

    @Nested
    class Sharing extends ChannelSharingTest {
        @Override
        Rig rig() {
            return Rig.ofPipe(WaitStrategy.parking());
        }
    }
}
