package io.bytering.item;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The tags of one ring, in the order of their items: one writer, any number of readers, no lock.
 *
 * <p>It is a chain that nobody holds by its beginning. The writer keeps its end, each reader keeps its own {@link Place}, and
 * what is behind the slowest reader is garbage. Tags are linked before their items are published, so whoever sees the
 * items sees the tags.
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

    /** The writer's own. */
    private Link end = new Link();

    /** Behind the last tag whose item is published. */
    private final AtomicReference<Link> published = new AtomicReference<>(end);

    /** Writer. Links tags, in order; none is seen before their items are. */
    void append(List<Tag> tags, long position, int size) {
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
     * Where a reader begins that joins now: it must ask before it joins. Tags before this place belong to items that were
     * published by then, which it will never see; so none of its own is missing.
     */
    Link start() {
        return published.get(); // acquire; pairs with publish
    }
}
