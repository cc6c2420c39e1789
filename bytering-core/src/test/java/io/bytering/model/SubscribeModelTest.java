package io.bytering.model;

import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Two readers come to a running writer, one after the other or at once. */
@Timeout(300)
class SubscribeModelTest {
    private static final boolean[][] STARTS = {{false, false}, {true, true}, {false, true}};

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 4", "3, 4"})
    void nothingIsOverwrittenThatASettledReaderHasNotRead(int capacity, int total) {
        for (boolean[] fromOldest : STARTS) {
            int states = new SubscribeModel(capacity, total, fromOldest, SubscribeModel.Mutant.NONE).explore();
            assertTrue(states > 1000, states + " states");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMutantIsCaught(SubscribeModel.Mutant mutant) {
        List<String> caught = new ArrayList<>();
        for (boolean[] fromOldest : STARTS) {
            try {
                new SubscribeModel(2, 4, fromOldest, mutant).explore();
            } catch (SubscribeModel.Broken e) {
                caught.add(e.getMessage());
            }
        }
        assertTrue(!caught.isEmpty(), "nothing is caught");
    }

    @Test
    void theReasonSaysWhere() {
        SubscribeModel model = new SubscribeModel(
                2, 4, new boolean[] {false, false}, SubscribeModel.Mutant.READER_STARTS_AT_ITS_GUESS);
        SubscribeModel.Broken broken = assertThrowsExactly(SubscribeModel.Broken.class, model::explore);
        assertTrue(broken.getMessage().contains("is overwritten"), broken.getMessage());
    }
}
