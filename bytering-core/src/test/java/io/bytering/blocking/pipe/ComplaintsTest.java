package io.bytering.blocking.pipe;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same code fails with piped streams, as people report, and works with a {@link io.bytering.blocking.BytePipe}. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ComplaintsTest {
    @ParameterizedTest
    @EnumSource
    void worksHere(Complaint complaint) throws Exception {
        complaint.in(AnyPipe::ofBytering);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow") // piped streams wait by the second
    void failsThere(Complaint complaint) {
        Throwable thrown = assertThrows(Throwable.class, () -> complaint.in(AnyPipe::ofJavaIo));
        assertTrue(thrown.getMessage().contains(complaint.there), () -> "it failed in another way: " + thrown);
    }
}
