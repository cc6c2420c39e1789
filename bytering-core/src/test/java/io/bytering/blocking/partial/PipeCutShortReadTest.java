package io.bytering.blocking.partial;

import io.bytering.blocking.Rig;
import io.bytering.blocking.WaitStrategy;
import org.junit.jupiter.api.Tag;

/** The stream of a pipe, which threads may share, loses nothing either. */
@Tag("variants")
class PipeCutShortReadTest extends CutShortReadTest {
    @Override
    Rig rig() {
        return Rig.ofPipe(WaitStrategy.parking());
    }
}
