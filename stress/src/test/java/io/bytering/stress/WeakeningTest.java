package io.bytering.stress;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each weakening still finds its place in the core. Whether it is noticed takes longer: {@link WeakenedIT}. */
@Timeout(300)
class WeakeningTest {
    @ParameterizedTest
    @EnumSource
    void stillApplies(Weakening weakening, @TempDir Path folder) throws Exception {
        assertFalse(new WeakenedSources(folder).copy(weakening).isEmpty());
    }
}
