package io.bytering.message;

import io.bytering.storage.Storage;

class HeapMessagesTest extends MessageContractTest {
    @Override
    MessageRing.Builder builder() {
        return MessageRing.builder().storage(Storage.heap());
    }
}
