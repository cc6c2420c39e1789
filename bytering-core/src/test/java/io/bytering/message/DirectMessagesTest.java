package io.bytering.message;

import org.junit.jupiter.api.Tag;

@Tag("overlays")
class DirectMessagesTest extends MessageContractTest {
    @Override
    MessageRing.Builder builder() {
        return MessageRing.builder();
    }
}
