package io.bytering.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the fuzzer has found worth keeping: inputs that go through most of the code, and such as failed once. */
@Timeout(300)
class FuzzCorpusTest {
    @Test
    void everyInputKeptGoesThrough() throws IOException {
        List<byte[]> inputs = FuzzCorpus.inputs();
        assertTrue(inputs.size() > 50, inputs.size() + " inputs");
        for (byte[] input : inputs) {
            try {
                Fuzz.fuzzerTestOneInput(input);
            } catch (Throwable e) {
                throw new AssertionError("with " + Base64.getEncoder().encodeToString(input), e);
            }
        }
    }
}
