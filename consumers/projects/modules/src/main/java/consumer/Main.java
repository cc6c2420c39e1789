package consumer;

import io.bytering.ByteRing;
import io.bytering.coroutines.DuplexRings;
import io.bytering.coroutines.RingChannel;
import io.bytering.flow.RingPublisher;
import io.bytering.flow.RingSubscriber;
import java.io.IOException;

/** Started from the module path. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        for (Class<?> type : new Class<?>[] {Main.class, ByteRing.class, RingChannel.class, RingPublisher.class}) {
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
        ByteRing copy = ByteRing.ofCapacity(1);
        RingPublisher.of(ring.reader(), Runnable::run).subscribe(RingSubscriber.of(copy.writer(), Runnable::run));
        ring.writer().write(new byte[] {43}, 0, 1);
        copy.reader().read(seen, 0, 1);
        if (seen[0] != 43) {
            throw new AssertionError(seen[0]);
        }
        DuplexRings.ofCapacity(64).close();
        System.out.println("modules: " + ModuleLayer.boot().modules());
    }
}
