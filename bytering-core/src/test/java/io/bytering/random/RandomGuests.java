package io.bytering.random;

import java.io.IOException;
import java.util.random.RandomGenerator;

/** What others do while a callback has the memory of one half: whatever it is, the callback's bytes stay as they are. */
interface RandomGuests {
    /** Within the callback, before it says what it has moved. */
    void comeIn(boolean readerIsLent, RandomGenerator random) throws IOException;
}
