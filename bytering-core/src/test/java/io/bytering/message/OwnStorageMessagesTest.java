package io.bytering.message;

import io.bytering.storage.Memory;
import java.nio.ByteBuffer;

class OwnStorageMessagesTest extends MessageContractTest {
    @Override
    MessageRing.Builder builder() {
        return MessageRing.builder()
                .storage((capacity, alignment) -> Memory.of(
                        ByteBuffer.wrap(new byte[capacity + 5], 3, capacity).slice()));
    }
}
