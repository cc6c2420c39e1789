package io.bytering.item;

import io.bytering.item.TagLog.Entry;
import io.bytering.item.TagLog.Link;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One reader's place in the tags of its ring. Positions may wrap around, so they are compared by their difference. */
final class TagReader {
    /** Everything before it is done with. Null once the reader is closed: a forgotten one must not keep later tags alive. */
    private final AtomicReference<@Nullable Link> place;

    TagReader(Link start) {
        this.place = new AtomicReference<>(start);
    }

    /** The tags of items from the first position on and before the second. */
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

    /** Those items are consumed, or were never this reader's. */
    void dropBefore(long position) {
        Link link = place.get();
        Link before = link;
        while (link != null) {
            Entry entry = link.get(); // acquire; pairs with TagLog.append
            if (entry == null || entry.position - position >= 0) {
                break;
            }
            link = entry.next;
        }
        if (link != before) {
            place.compareAndSet(before, link); // fails if it has just been closed
        }
    }

    /** Any thread. */
    void close() {
        place.set(null);
    }
}
