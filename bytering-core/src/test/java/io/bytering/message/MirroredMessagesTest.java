package io.bytering.message;

import io.bytering.storage.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

@Tag("overlays")
@EnabledIf("io.bytering.storage.MirroredMemory#isSupported")
class MirroredMessagesTest extends MessageContractTest {
    @Override
    MessageRing.Builder builder() {
        return MessageRing.builder().storage(Storage.mirrored());
    }
}
