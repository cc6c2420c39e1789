package io.bytering.samples.hello;

import io.bytering.RingAbandonedException;
import io.bytering.item.ItemBroadcast;
import io.bytering.item.ItemReader;
import io.bytering.item.ItemRing;
import io.bytering.item.ItemType;
import io.bytering.item.ItemWriter;
import io.bytering.item.Tag;
import java.nio.FloatBuffer;
import java.util.List;

/** Numbers instead of bytes, within one thread for once. */
public final class HelloItems {
    private HelloItems() {}

    /** The sum of the samples that came out, and the tags. */
    public static String sum(float[] samples) throws RingAbandonedException {
        ItemRing<FloatBuffer> ring = ItemRing.of(ItemType.FLOAT, 16_384);
        ItemWriter<FloatBuffer> writer = ring.writer(); // for one thread
        ItemReader<FloatBuffer> reader = ring.reader(); // for another

        float sum = 0;
        for (int sent = 0; sent < samples.length; ) {
            sent += write(writer, samples, sent);
            sum += read(reader);
        }
        return sum + " " + tagged(writer, reader);
    }

    private static int write(ItemWriter<FloatBuffer> writer, float[] samples, int sent) throws RingAbandonedException {
        FloatBuffer slice = writer.slice();
        int count = Math.min(slice.remaining(), samples.length - sent);
        slice.put(samples, sent, count);
        writer.produce(count);
        return count;
    }

    private static float read(ItemReader<FloatBuffer> reader) {
        float sum = 0;
        FloatBuffer slice = reader.slice();
        int count = slice.remaining();
        while (slice.hasRemaining()) {
            sum += slice.get();
        }
        reader.consume(count);
        return sum;
    }

    private static List<Tag> tagged(ItemWriter<FloatBuffer> writer, ItemReader<FloatBuffer> reader)
            throws RingAbandonedException {
        writer.slice().put(new float[10]);
        writer.produce(10, Tag.of(0, "start"), Tag.of(3, "peak"));
        reader.slice();
        reader.consume(2);
        return reader.tags(); // [Tag[1: peak]]
    }

    /** One writer, two readers. */
    public static String broadcast(float sample) throws RingAbandonedException {
        ItemBroadcast<FloatBuffer> ring = ItemBroadcast.of(ItemType.FLOAT, 16_384);
        ItemReader<FloatBuffer> toDisk = ring.subscribe();
        ItemReader<FloatBuffer> toScreen = ring.subscribe();
        ItemWriter<FloatBuffer> writer = ring.writer();
        writer.slice().put(sample);
        writer.produce(1);
        return read(toDisk) + " " + read(toScreen);
    }
}
