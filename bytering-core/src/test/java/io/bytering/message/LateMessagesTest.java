package io.bytering.message;

import io.bytering.storage.Storage;

/** The sequence number wraps around after a few messages. */
class LateMessagesTest extends MessageContractTest {
    @Override
    MessageRing.Builder builder() {
        return MessageRing.builder().storage(Storage.heap()).startSequence(-3);
    }
}
