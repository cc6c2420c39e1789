package io.bytering.blocking;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The strategies that tests go through. */
public final class Strategies {
    private static final List<WaitStrategy> FOUR =
            List.of(WaitStrategy.busySpin(), WaitStrategy.yielding(), WaitStrategy.backOff(), WaitStrategy.parking());

    private Strategies() {}

    public static Stream<WaitStrategy> each() {
        return FOUR.stream();
    }

    /** One for the writer, one for the reader. */
    public static Stream<Arguments> pairs() {
        return each().flatMap(writer -> each().map(reader -> Arguments.of(writer, reader)));
    }
}
