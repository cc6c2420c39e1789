package io.bytering.item;

import io.bytering.item.TagLog.Entry;
import io.bytering.item.TagLog.Link;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One reader's place in the tags of its ring, made by {@link TagLog#join}. Positions may wrap around, so they are compared by their difference. */
final class TagReader {
    /** Everything before it is done with. Null once the reader is closed: a forgotten one must not keep later tags alive. */
    private final AtomicReference<@Nullable Link> place;

    TagReader(Link start) {
        this.place = new AtomicReference<>(start);
    }

    /** The tags of items from the first position on and before the second. The reader's thread. */
    List<Tag> between(long position, long limit, int size) {
        dropBefore(position);
        Link link = place.get();
        Entry entry = link == null ? null : link.get(); // acquire; pairs with TagLog.append
        if (entry == null || entry.position - limit >= 0) {
            return Collections.emptyList();
        }
        List<Tag> tags = new ArrayList<>();
        while (entry != null && entry.position - limit < 0) {
            tags.add(Tag.of((int) ((entry.position - position) / size), entry.value));
            entry = entry.next.get();
        }
        return Collections.unmodifiableList(tags);
    }

    /**
     * Those items are consumed, or were never this reader's. The reader's thread, or the writer's; the place only moves on.
     *
     * @return false if the reader is closed
     */
    boolean dropBefore(long position) {
        while (true) {
            Link before = place.get();
            if (before == null) {
                return false;
            }
            Link after = firstFrom(before, position);
            if (after == before || place.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    private static Link firstFrom(Link start, long position) {
        Link link = start;
        Entry entry = link.get(); // acquire; pairs with TagLog.append
        while (entry != null && entry.position - position < 0) {
            link = entry.next;
            entry = link.get();
        }
        return link;
    }

    /** Any thread. */
    void close() {
        place.set(null);
    }
}
