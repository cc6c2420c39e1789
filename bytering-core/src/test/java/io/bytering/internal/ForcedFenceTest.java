package io.bytering.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A system that forces fences, until it does not any more. */
@Tag("overlays")
class ForcedFenceTest implements ForcedFence.Calls {
    private final StringBuilder calls = new StringBuilder();
    private boolean registered = true;
    private boolean registers = true;
    private boolean forces = true;
    private final ForcedFence fence = new ForcedFence(this, () -> calls.append("jvm "));

    @Override
    public boolean register() {
        calls.append("register ");
        registered = registers;
        return registers;
    }

    @Override
    public boolean force() {
        calls.append("force ");
        return registered && forces;
    }

    private void assertCalls(String expected) {
        assertEquals(expected, calls.toString());
        calls.setLength(0);
    }

    @Test
    void systemThatForcesIsAskedOnce() {
        fence.force();
        assertCalls("force ");
        assertFalse(fence.isLost());
    }

    @Test
    void forgottenRegistrationIsMadeAgain() {
        registered = false;
        fence.force();
        assertCalls("force register force ");
        assertFalse(fence.isLost());
        fence.force();
        assertCalls("force ");
    }

    @Test
    void systemThatRefusesToRegisterIsNotAskedAgain() {
        registered = false;
        registers = false;
        fence.force();
        assertCalls("force register jvm ");
        assertTrue(fence.isLost());
        registers = true;
        fence.force();
        assertCalls("jvm ");
        assertTrue(fence.isLost());
    }

    @Test
    void systemThatRegistersAndRefusesAllTheSameIsNotAskedAgain() {
        forces = false;
        fence.force();
        assertCalls("force register force jvm ");
        assertTrue(fence.isLost());
        fence.force();
        assertCalls("jvm ");
    }
}
