package io.bytering.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain of tags by itself: what a reader finds that takes its place at one moment or another. */
@Timeout(300)
class TagLogTest {
    private static final List<Tag> TAGS = List.of(Tag.of(0, "a"), Tag.of(3, "b"));

    private final TagLog log = new TagLog(4000);

    @Test
    void placeTakenBeforeTheItemsArePublishedHasTheirTags() {
        log.append(TAGS, 40, 4);
        TagReader reader = log.join();
        log.publish();
        assertEquals(TAGS, reader.between(40, 80, 4));
        assertEquals(List.of(Tag.of(0, "b")), reader.between(52, 80, 4), "its start is later than its place");
    }

    @Test
    void placeTakenAfterwardsDoesNot() {
        log.append(TAGS, 40, 4);
        log.publish();
        TagReader reader = log.join();
        assertEquals(List.of(), reader.between(0, 80, 4));
        log.append(List.of(Tag.of(1, "c")), 80, 4);
        assertEquals(List.of(Tag.of(11, "c")), reader.between(40, 120, 4));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 50, -30})
    void positionsMayWrapAround(long start) {
        TagReader reader = log.join();
        log.append(TAGS, start + 40, 4);
        assertEquals(List.of(), reader.between(start, start + 40, 4));
        assertEquals(List.of(Tag.of(10, "a")), reader.between(start, start + 44, 4));
        assertEquals(List.of(Tag.of(1, "a"), Tag.of(4, "b")), reader.between(start + 36, start + 80, 4));
        reader.dropBefore(start + 53);
        assertEquals(List.of(), reader.between(start + 53, start + 400, 4));
    }

    @Test
    void closedPlaceFindsNothing() {
        TagReader reader = log.join();
        log.append(TAGS, 0, 4);
        reader.close();
        reader.dropBefore(4);
        assertEquals(List.of(), reader.between(0, 80, 4));
    }

    @Test
    void readerThatNeverComesKeepsOnlyTheTagsOfALap() {
        TagReader reader = log.join();
        List<WeakReference<Object>> values = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            Object value = new Object();
            values.add(new WeakReference<>(value));
            log.append(List.of(Tag.of(0, value)), 4L * i, 4);
            log.publish();
        }
        for (int i = 0; i < 5000 - 1001; i++) {
            while (values.get(i).get() != null) {
                System.gc();
            }
        }
        assertEquals(1000, reader.between(4 * 4000, 4 * 5000, 4).size(), "those that may wait are there");
    }

    @Test
    void readersThatWereForgottenOrClosedAreNotKept() {
        for (int i = 0; i < 1000; i++) {
            WeakReference<TagReader> forgotten = new WeakReference<>(log.join());
            TagReader closed = log.join();
            closed.close();
            while (i == 999 && forgotten.get() != null) {
                System.gc();
            }
        }
        log.append(TAGS, 0, 4);
        assertEquals(0, log.readers());
    }
}
