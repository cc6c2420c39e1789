package io.bytering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.blocking.BlockingWriter;
import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import io.bytering.item.Tag;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What usually goes wrong in the first hour is said in words that help. */
@Timeout(300)
class ErrorMessagesTest {
    private final ByteRing ring = ByteRing.ofCapacity(16);
    private final RingWriter writer = ring.writer();
    private final RingReader reader = ring.reader();

    private static void assertMessage(String expected, Executable call) {
        assertEquals(expected, assertThrows(Throwable.class, call).getMessage());
    }

    @Test
    void commitWithoutAClaimSaysWhatEndsOne() throws IOException {
        writer.claim(4);
        writer.write(new byte[1], 0, 1);
        assertMessage(
                "commit without a claim: length=4; a claim ends with its commit, and with any other call that moves or"
                        + " hands out bytes",
                () -> writer.commit(4));
    }

    @Test
    void consumeWithoutAPeekSaysWhatComesFirst() throws IOException {
        writer.write(new byte[6], 0, 6);
        String message = "length to consume must be in 0..0: 2; consume comes after peek or slices, and any other call"
                + " that moves or hands out bytes ends that";
        assertMessage(message, () -> reader.consume(2));
        reader.peek();
        reader.skip(1);
        assertMessage(message, () -> reader.consume(2));
        reader.peek();
        assertMessage("length to consume must be in 0..5: 6", () -> reader.consume(6));
        reader.consume(5);
        assertMessage("length to consume must be in 0..0: 1", () -> reader.consume(1));
        assertEquals(6, reader.position());
    }

    @Test
    void claimThatOnlyHistoryForbidsSaysSo() {
        String kept = "; this ring keeps the newest 4 bytes of its capacity=8 intact, as history";
        RingWriter keeping =
                BroadcastRing.builder().capacity(8).history(4).build().writer();
        assertMessage("length of a claim must be in 1..4: 8" + kept, () -> keeping.claim(8));
        assertMessage(
                "length of an all-or-nothing write must be in 0..4: 5" + kept,
                () -> keeping.tryWriteAll(new byte[5], 0, 5));
        assertMessage("amount to wait for must be in 1..4: 5" + kept, () -> keeping.arm(() -> {}, 5));
        assertMessage(
                "length of a claim must be in 1..4: 8" + kept,
                () -> BlockingWriter.of(keeping).claim(8));
        assertMessage("length of a claim must be in 1..4: 0", () -> keeping.claim(0));
        assertMessage("length of a claim must be in 1..16: 17", () -> writer.claim(17));
        assertMessage(
                "length of a claim must be in 1..16: 17",
                () -> BlockingWriter.of(writer).claim(17));
    }

    @Test
    void builderSaysWhatIsMissing() {
        assertMessage("a capacity is needed: call capacity(bytes)", ByteRing.builder()::build);
        assertMessage("a capacity is needed: call capacity(bytes)", BroadcastRing.builder()::build);
        ByteRing.Builder over = ByteRing.builder().over(new byte[4]);
        over.build();
        assertMessage(
                "memory of your own serves one ring, and this builder has built it: call over again", over::build);
        assertEquals(5, over.over(new byte[5]).build().capacity());
    }

    @Test
    @SuppressWarnings("NullAway") // Java's callers may do so
    void nullIsRefusedAtOnce() {
        assertMessage("waiter", () -> reader.arm(null, 1));
        assertMessage("waiter", () -> writer.arm(null, 1));
        assertMessage("waiter", () -> writer.armClaim(null, 1));
        assertMessage("overflow", () -> ByteRing.builder().overflow(null));
        assertMessage("storage", () -> ByteRing.builder().storage(null));
        assertMessage("storage", () -> BroadcastRing.builder().storage(null));
    }

    @Test
    void secondWaiterHearsOfTheFirst() {
        Waiter first = new Waiter() {
            @Override
            public void wake() {}

            @Override
            public String toString() {
                return "the first";
            }
        };
        assertTrue(reader.arm(first, 1));
        assertMessage(
                "a waiter is armed already, and a half has one at a time: the first", () -> reader.arm(() -> {}, 1));
        writer.onAbandoned(() -> {});
        assertTrue(assertThrows(IllegalStateException.class, () -> writer.onAbandoned(() -> {}))
                .getMessage()
                .startsWith("onAbandoned was called before, and a writer has one action: "));
    }

    @Test
    void itemsWithoutASliceSayWhatIsMissing() throws IOException {
        ItemRing<?> items = ItemRing.of(ItemType.INT, 4);
        assertMessage(
                "number of items to produce (no slice was taken, or nothing is left of it) must be in 0..0: 1",
                () -> items.writer().produce(1));
        assertMessage(
                "number of items to consume (no slice was taken, or nothing is left of it) must be in 0..0: 1",
                () -> items.reader().consume(1));
        ItemRing<?> lossy = ItemRing.builder(ItemType.INT)
                .capacity(4)
                .overflow(Overflow.OVERWRITE_OLDEST)
                .build();
        lossy.writer().slice();
        assertMessage(
                "no reader would find these tags, as the ring overwrites, or the writer is not of an ItemRing or"
                        + " ItemBroadcast: [Tag[0: x]]",
                () -> lossy.writer().produce(1, Tag.of(0, "x")));
    }

    @Test
    void halvesTellAboutThemselves() throws IOException {
        writer.write(new byte[3], 0, 3);
        assertEquals("RingWriter[capacity=16, position=3, open]", writer.toString());
        reader.close();
        assertEquals("RingReader[capacity=16, position=0, closed]", reader.toString());
        assertFalse(BroadcastRing.ofCapacity(8).writer().toString().contains("Padded"));
    }
}
