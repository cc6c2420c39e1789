package consumer;

import io.bytering.ByteRing;
import io.bytering.coroutines.DuplexRings;
import io.bytering.coroutines.RingChannel;
import io.bytering.flow.RingPublisher;
import io.bytering.flow.RingSubscriber;
import io.bytering.okio.RingPipe;
import java.io.IOException;
import okio.Buffer;

/** Started from the module path. */
public final class Main {
    private Main() {}

    /** Java does not see them: they are for Kotlin. */
    private static Class<?> ktorChannels() {
        try {
            return Class.forName("io.bytering.ktor.RingKtor");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    public static void main(String[] arguments) throws IOException {
        for (Class<?> type : new Class<?>[] {
            Main.class, ByteRing.class, RingChannel.class, RingPublisher.class, RingPipe.class, ktorChannels()
        }) {
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
        RingPipe pipe = RingPipe.ofCapacity(8);
        pipe.sink().write(new Buffer().writeByte(44), 1);
        Buffer read = new Buffer();
        pipe.source().read(read, 8);
        if (read.readByte() != 44) {
            throw new AssertionError(read);
        }
        DuplexRings.ofCapacity(64).close();
        System.out.println("modules: " + ModuleLayer.boot().modules());
    }
}
