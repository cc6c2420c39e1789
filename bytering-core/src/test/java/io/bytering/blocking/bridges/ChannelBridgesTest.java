package io.bytering.blocking.bridges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.bytering.blocking.Rig;
import io.bytering.blocking.Task;
import io.bytering.blocking.WaitStrategy;
import io.bytering.storage.Storage;
import io.bytering.testing.TestBytes;
import java.io.BufferedReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The channels, and the transfers of the blocking halves, with the channels of the JDK at the other end. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ParameterizedClass
@MethodSource("storages")
class ChannelBridgesTest {
    private static final int LENGTH = 100_003;

    private final Rig rig;

    static Stream<Storage> storages() {
        return Stream.of(Storage.heap(), Storage.direct());
    }

    ChannelBridgesTest(Storage storage) {
        rig = new Rig(1000, WaitStrategy.backOff(), storage, true);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Task<Void> writingAll() {
        return Task.start(() -> {
            rig.writer.write(TestBytes.of(0, LENGTH), 0, LENGTH);
            rig.writer.close();
            return null;
        });
    }

    private static void assertAll(byte[] got) {
        assertArrayEquals(TestBytes.of(0, LENGTH), got);
    }

    @Test
    void textPassesThroughReaderAndWriter() throws Exception {
        Writer writer = Channels.newWriter(rig.writer.channel(), UTF_8);
        BufferedReader reader = new BufferedReader(Channels.newReader(rig.reader.channel(), UTF_8));
        writer.write("fünf\nsechs\n");
        writer.flush();
        assertEquals("fünf", reader.readLine());
        assertEquals("sechs", reader.readLine());
        writer.close();
        assertNull(reader.readLine());
    }

    @Test
    void bytesPassThroughStreamsOverTheChannels() throws Exception {
        Task<Void> writing = Task.start(() -> {
            try (var out = Channels.newOutputStream(rig.writer.interruptibleChannel())) {
                out.write(TestBytes.of(0, LENGTH));
            }
            return null;
        });
        assertAll(Channels.newInputStream(rig.reader.interruptibleChannel()).readAllBytes());
        writing.get();
    }

    @Test
    void aFileTakesAndGivesTheBytes(@TempDir Path dir) throws Exception {
        Path source = Files.write(dir.resolve("source"), TestBytes.of(0, LENGTH));
        Path target = dir.resolve("target");
        Task<Long> writing = Task.start(() -> {
            try (FileChannel file = FileChannel.open(source);
                    var out = rig.writer.channel()) {
                return file.transferTo(0, LENGTH, out);
            }
        });
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long moved = 0;
            for (long count = 1; count > 0; moved += count) {
                count = file.transferFrom(rig.reader.channel(), moved, Long.MAX_VALUE >> 1);
            }
            assertEquals(LENGTH, moved);
        }
        assertEquals(LENGTH, writing.get());
        assertAll(Files.readAllBytes(target));
    }

    @Test
    void aFileIsCopiedWithoutABufferBetween(@TempDir Path dir) throws Exception {
        Path source = Files.write(dir.resolve("source"), TestBytes.of(0, LENGTH));
        Path target = dir.resolve("target");
        Task<Void> writing = Task.start(() -> {
            try (FileChannel file = FileChannel.open(source)) {
                while (rig.writer.transferFrom(file) >= 0) {}
            }
            rig.writer.close();
            return null;
        });
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (rig.reader.transferTo(file) >= 0) {}
        }
        writing.get();
        assertAll(Files.readAllBytes(target));
    }

    @Test
    void aPipeOfTheSystemGivesTheBytes() throws Exception {
        Pipe pipe = Pipe.open();
        Task<Void> writing = writingAll();
        Task<Void> pumping = Task.start(() -> {
            try (var sink = pipe.sink()) {
                while (rig.reader.transferTo(sink) >= 0) {}
            }
            return null;
        });
        try (var source = pipe.source()) {
            assertAll(Channels.newInputStream(source).readAllBytes());
        }
        writing.get();
        pumping.get();
    }

    @Test
    void aSocketTakesAndGivesTheBytes() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Task<Void> sending = Task.start(() -> {
                try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                    Channels.newOutputStream(client).write(TestBytes.of(0, LENGTH));
                }
                return null;
            });
            Task<Void> receiving = Task.start(() -> {
                try (SocketChannel accepted = server.accept()) {
                    while (rig.writer.transferFrom(accepted) >= 0) {}
                }
                rig.writer.close();
                return null;
            });
            assertAll(rig.reader.inputStream().readAllBytes());
            sending.get();
            receiving.get();
        }
    }
}
