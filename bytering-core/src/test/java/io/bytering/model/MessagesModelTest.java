package io.bytering.model;

import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytering.model.MessagesModel.Broken;
import io.bytering.model.MessagesModel.Mutant;
import io.bytering.testing.Effort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages arrive whole and in order in every interleaving, and the model would notice if they did not. */
@Timeout(300)
class MessagesModelTest {
    /** Also where the sequence number wraps around. */
    @ParameterizedTest
    @CsvSource({"2, 0, 4, 0", "2, 0, 4, -2", "3, 1, 4, 0", "3, 0, 3, -1", "4, 0, 3, 0"})
    void everyInterleavingIsSound(int capacity, int unitShift, int messages, long start) {
        int states = new MessagesModel(capacity, unitShift, 1, messages, start, false, Mutant.NONE).explore();
        assertTrue(states > 10_000, states + " states");
    }

    @Test
    void soIsEveryOneWithAClose() {
        int messages = Effort.isStress() ? 4 : 3;
        int states = new MessagesModel(2, 0, 1, messages, 0, true, Mutant.NONE).explore();
        assertTrue(states > 10_000, states + " states");
    }

    /** Of lengths that leave the end of the memory over, with more slots. */
    @Test
    void soIsEveryOneOfLongMessages() {
        int states = new MessagesModel(2, 0, 2, 5, 0, false, Mutant.NONE, 2).explore();
        assertTrue(states > 1000, states + " states");
        int more = new MessagesModel(5, 0, 1, 3, 0, false, Mutant.NONE, 3, 5).explore();
        assertTrue(more > 1000, more + " states");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMutantIsCaught(Mutant mutant) {
        MessagesModel model = switch (mutant) {
            case CLAIMS_ON_A_SEALED_TAIL, ENDS_WITHOUT_A_LOOK_AT_THE_TAIL ->
                new MessagesModel(2, 0, 1, 3, 0, true, mutant);
            case SEEN_IS_LOADED_BEFORE_THE_TAIL, SEEN_IS_STORED_WITHOUT_COMPARING ->
                new MessagesModel(2, 0, 2, 5, 0, false, mutant, 2);
            case SEQUENCE_OF_TWO_ROUNDS -> new MessagesModel(2, 0, 1, 6, 0, false, mutant, 1, 2);
            case LAST_UNIT_IS_TAKEN_AS_WHOLE -> new MessagesModel(3, 1, 1, 3, 0, false, mutant);
            case MORE_MESSAGES_THAN_SLOTS,
                    NEVER_GOES_BACK_WITH_A_LONG_ONE,
                    ONE_UNIT_TOO_MANY_AT_THE_START,
                    GIVEN_BACK_WITHOUT_COMPARING -> new MessagesModel(3, 0, 1, 3, 0, false, mutant);
            case ONE_UNIT_TOO_MANY_BEHIND_THE_WRAP -> new MessagesModel(3, 0, 2, 5, 0, false, mutant, 1, 2);
            default -> new MessagesModel(2, 0, 1, 3, 0, false, mutant);
        };
        assertThrowsExactly(Broken.class, model::explore);
    }
}
