package io.bytering.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bytering.RingAbandonedException;
import io.bytering.item.ItemBroadcast;
import io.bytering.item.ItemReader;
import io.bytering.item.ItemType;
import io.bytering.item.ItemWriter;
import io.bytering.item.Tag;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reader that gets an item finds its tag. */
public class TagThenItem {
    private TagThenItem() {}

    private static ItemBroadcast<ByteBuffer> ring() {
        return ItemBroadcast.over(Moves.broadcast(4, 0), ItemType.BYTE);
    }

    private static void produceOne(ItemWriter<ByteBuffer> writer) {
        try {
            writer.slice();
            writer.produce(1, Tag.of(0, "tag"));
        } catch (RingAbandonedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void look(ItemReader<ByteBuffer> reader, II_Result r) {
        r.r1 = reader.slice().remaining();
        r.r2 = reader.tags(r.r1).size();
    }

    /** A reader that was there before. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing yet")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the item with its tag")
    @Outcome(expect = FORBIDDEN, desc = "one without the other")
    @State
    public static class ReaderIsThere {
        private final ItemBroadcast<ByteBuffer> ring = ring();
        private final ItemReader<ByteBuffer> reader = ring.subscribe();

        @Actor
        public void writer() {
            produceOne(ring.writer());
        }

        @Actor
        public void reader(II_Result r) {
            look(reader, r);
        }
    }

    /** A reader that comes meanwhile, before or behind the item. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "came behind the item")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the item with its tag")
    @Outcome(expect = FORBIDDEN, desc = "one without the other")
    @State
    public static class ReaderComes {
        private final ItemBroadcast<ByteBuffer> ring = ring();
        private ItemReader<ByteBuffer> reader;

        @Actor
        public void writer() {
            produceOne(ring.writer());
        }

        @Actor
        public void reader() {
            reader = ring.subscribe();
        }

        @Arbiter
        public void after(II_Result r) {
            look(reader, r);
        }
    }
}
