package io.bytering.item;

import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The tags of one ring, in the order of their items: one writer, any number of readers, no lock.
 *
 * <p>It is a chain that nobody holds by its beginning. The writer keeps its end, each {@link TagReader} keeps its own place, and
 * what is behind the slowest reader is garbage. Tags are linked before their items are published, so a reader that sees the
 * items sees the tags.
 *
 * <p>A reader whose half is moved by bytes does not come here. So the writer moves the readers' places on too: no reader of
 * these tags is more than the ring's capacity behind. What is kept is bounded by that, however the readers move.
 */
final class TagLog {
    /** What follows in the chain. It does not know what comes before it, so that it keeps none of that alive. */
    static final class Link extends AtomicReference<@Nullable Entry> {
        private static final long serialVersionUID = 1L;
    }

    /** One tag. */
    static final class Entry {
        /** The ring's position at which the item begins. */
        final long position;

        final Object value;
        final Link next = new Link();

        Entry(long position, Object value) {
            this.position = position;
            this.value = value;
        }
    }

    /** Of the ring, in bytes. */
    private final int capacity;

    /** A forgotten reader must not be kept. */
    private final Queue<WeakReference<TagReader>> readers = new ConcurrentLinkedQueue<>();

    /** The writer's own. */
    private Link end = new Link();

    /** Behind the last tag whose item is published. */
    private final AtomicReference<Link> published = new AtomicReference<>(end);

    TagLog(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Writer. Links tags, in order; none is seen before their items are.
     *
     * @param position where the items begin, which are claimed: so no reader is further behind than the capacity
     */
    void append(List<Tag> tags, long position, int size) {
        dropBefore(position - capacity);
        Iterator<Tag> all = tags.iterator();
        while (all.hasNext()) {
            Tag tag = all.next();
            Entry entry = new Entry(position + (long) tag.index() * size, tag.value());
            end.lazySet(entry); // release; pairs with TagReader
            end = entry.next;
        }
    }

    /** Writer, once the items of all that was appended are published. */
    void publish() {
        published.lazySet(end); // release, after the ring's position; pairs with start
    }

    /**
     * A reader that joins now: it must ask before it joins the ring. Tags before its place belong to items that were published
     * by then, which it will never see; so none of its own is missing.
     */
    TagReader join() {
        TagReader reader = new TagReader(published.get()); // acquire; pairs with publish
        readers.add(new WeakReference<>(reader));
        return reader;
    }

    /** How many places the writer still knows. */
    int readers() {
        return readers.size();
    }

    private void dropBefore(long position) {
        for (Iterator<WeakReference<TagReader>> all = readers.iterator(); all.hasNext(); ) {
            TagReader reader = all.next().get();
            if (reader == null || !reader.dropBefore(position)) {
                all.remove();
            }
        }
    }
}
