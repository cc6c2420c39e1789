package consumer;

import io.bytering.ByteRing;
import io.bytering.coroutines.DuplexRings;
import io.bytering.coroutines.RingChannel;
import java.io.IOException;

/** Started from the module path. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        for (Class<?> type : new Class<?>[] {Main.class, ByteRing.class, RingChannel.class}) {
            if (!type.getModule().isNamed() || type.getModule().getDescriptor().isAutomatic()) {
                throw new AssertionError(type + " is in " + type.getModule());
            }
        }
        ByteRing ring = ByteRing.ofCapacity(1);
        ring.writer().write(new byte[] {42}, 0, 1);
        byte[] seen = new byte[1];
        ring.reader().read(seen, 0, 1);
        if (seen[0] != 42) {
            throw new AssertionError(seen[0]);
        }
        DuplexRings.ofCapacity(64).close();
        System.out.println("modules: " + ModuleLayer.boot().modules());
    }
}
