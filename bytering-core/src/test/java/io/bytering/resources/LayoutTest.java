package io.bytering.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.internal.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/**
 * Whatever one thread stores all the time shares no cache line with anything outside its object, wherever the garbage
 * collector puts that: 128 bytes lie between, two lines, because lines are fetched in pairs.
 */
@Tag("overlays")
class LayoutTest {
    private static final int DISTANCE = 128;

    private static List<FieldLayout> withoutPadding(ClassLayout layout) {
        List<FieldLayout> fields = new ArrayList<>();
        for (FieldLayout field : layout.fields()) {
            if (!field.name().matches("[pq]\\d*")) {
                fields.add(field);
            }
        }
        return fields;
    }

    private static void assertPaddedBehind(ClassLayout layout) {
        for (FieldLayout field : withoutPadding(layout)) {
            long behind = layout.instanceSize() - field.offset() - field.size();
            assertTrue(behind >= DISTANCE, () -> field.name() + " in\n" + layout.toPrintable());
        }
    }

    private static void assertPaddedBefore(ClassLayout layout) {
        for (FieldLayout field : withoutPadding(layout)) {
            assertTrue(field.offset() >= DISTANCE, () -> field.name() + " in\n" + layout.toPrintable());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SpscWriter",
                "SpscReader",
                "MirroredWriter",
                "MirroredReader",
                "BroadcastWriter$Padded",
                "MirroredBroadcastWriter$Padded",
                "LossyReader$Padded"
            })
    void allFieldsOfAHalfLieFarFromItsBounds(String half) throws ClassNotFoundException {
        ClassLayout layout = ClassLayout.parseClass(Class.forName("io.bytering." + half));
        List<String> names =
                withoutPadding(layout).stream().map(FieldLayout::name).toList();
        assertTrue(names.containsAll(List.of("position", "base", "limit", "seen", "offered")), names.toString());
        assertPaddedBefore(layout);
        assertPaddedBehind(layout);
    }

    @Test
    void positionIsAloneInItsCursor() {
        ClassLayout layout = ClassLayout.parseClass(Cursor.class);
        List<String> names =
                withoutPadding(layout).stream().map(FieldLayout::name).toList();
        assertEquals(List.of("value"), names);
        assertPaddedBehind(layout);
        if (Cursor.class.getSuperclass() != AtomicLong.class) { // whose value can't be padded before
            assertPaddedBefore(layout);
        }
    }

    /** Each end of a pipe has one, which its own threads store with each call. */
    @Test
    void theTurnsOfTwoEndsLieFarFromEachOther() throws ClassNotFoundException {
        ClassLayout layout = ClassLayout.parseClass(Class.forName("io.bytering.blocking.Turn$Lock"));
        List<String> names =
                withoutPadding(layout).stream().map(FieldLayout::name).toList();
        assertTrue(names.contains("state"), names.toString());
        assertPaddedBehind(layout);
    }
}
